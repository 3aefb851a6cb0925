/** @module The last hour of an endpoint as a strip of minutes. */
import { escapeHtml, type Html, joinHtml, markup } from "./markup.ts";

/** The share of the rounds of a minute in which an endpoint failed; `undefined` if there was no round. */
export type Minute = number | undefined;

type State = "none" | "up" | "partly" | "down";

/** The height of the strip, and the width of a minute, in CSS pixels. */
const [HEIGHT, WIDTH] = [14, 2];
/** What failed for a part of a minute is drawn between up and down, by its share. */
const HEIGHTS: Readonly<Record<State, number>> = { none: 1, up: 3, partly: 5, down: HEIGHT };
const MOST_PARTLY = 11;

/** Renders the minutes, oldest first, as a cell with one path for each state. */
export function lastHourCell(minutes: readonly Minute[]): Html {
  const paths: Partial<Record<State, string>> = {};
  let end = 0;
  while (end < minutes.length) {
    const begin = end;
    const [state, height] = barOf(minutes[begin]);
    while (end < minutes.length && barOf(minutes[end])[1] === height) end++;
    const [x, width] = [begin * WIDTH, (end - begin) * WIDTH];
    paths[state] = `${paths[state] ?? ""}M${x} ${HEIGHT - height}h${width}v${height}H${x}`;
  }
  const drawn = Object.entries(paths).map(([state, path]) =>
    markup`<path class="${escapeHtml(state)}" d="${escapeHtml(path)}"/>`
  );
  const watched = minutes.filter((share) => share !== undefined);
  const failed = watched.filter((share) => share > 0).length;
  // A thousand endpoints that are always up need no words.
  const isUp = failed === 0 && watched.length === minutes.length;
  const words = `failed in ${failed} of ${watched.length} min watched`;
  const title = isUp ? markup`` : markup` title="${escapeHtml(words)}"`;
  return markup`<td${title}><svg>${joinHtml(drawn)}</svg>`;
}

function barOf(share: Minute): [State, number] {
  if (share === undefined) return ["none", HEIGHTS.none];
  if (share === 0 || share === 1) {
    const state = share === 0 ? "up" : "down";
    return [state, HEIGHTS[state]];
  }
  return ["partly", Math.round(HEIGHTS.partly + share * (MOST_PARTLY - HEIGHTS.partly))];
}
