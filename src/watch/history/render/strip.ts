/** @module The strip of slots on the page of the history. */
import { escapeHtml, type Html, joinHtml, markup } from "../../../formats/markup.ts";
import type { Milliseconds } from "../../../process/time/duration.ts";
import type { Slot, Summary } from "../summary/summary.ts";
import { lengthOf } from "./units.ts";

type State = "up" | "partly" | "down" | "none";

/**
 * How tall each state is drawn, of {@linkcode HEIGHT}: nobody needs to tell colors apart. What is down for a
 * while is drawn by its share.
 */
const HEIGHTS: Readonly<Record<State, number>> = { none: 3, up: 12, partly: 21, down: 30 };
const [LEAST_PARTLY, MOST_PARTLY] = [15, 27];
const HEIGHT = 30;
const LEGEND: Readonly<Record<State, string>> = {
  up: "up",
  partly: "down for a while",
  down: "down for more than a tenth",
  none: "not watched",
};
/** The share of downtime above which a slot is down, and not partly. */
const DOWN_SHARE = 0.1;
/** The width of a slot with the gap after it, and without. */
const [PITCH, WIDTH] = [4, 3];
/** A strip leaves room for so many slots, or a new watch would have one that fills the page. */
const MIN_SLOTS = 24;
const DAY: Milliseconds = 86_400_000;

/** Renders the swatches that explain the strips and the lines of response times. */
export function legend(): Html {
  const bars = Object.entries(LEGEND).map(([state, words]) => {
    const height = HEIGHTS[state as State];
    const bar = markup`<rect class="${escapeHtml(state)}" x="0" y="${HEIGHT - height}" width="12" \
height="${height}"/>`;
    return swatch(bar, words);
  });
  const p50 = swatch(
    markup`<path class="p50" d="M0 15H12"/>`,
    "p50 of the response time, last 24 h",
  );
  const worst = swatch(
    markup`<path class="worst" d="M0 15H12"/>`,
    "its worst, on a logarithmic scale",
  );
  return markup`<p class="legend">${joinHtml([...bars, p50, worst])}</p>`;
}

function swatch(shape: Html, words: string): Html {
  return markup`<span><svg viewBox="0 0 12 ${HEIGHT}" preserveAspectRatio="none" \
aria-hidden="true">${shape}</svg>${escapeHtml(words)}</span>`;
}

/** Renders the slots, and dates under them. The label and the list of outages give the facts as text. */
export function strip({ slots, endpoint }: Summary): Html[] {
  const bad = slots.filter(({ down }) => down > 0).length;
  const periods = `${slots.length} ${slots.length === 1 ? "period" : "periods"}`;
  const label = `${endpoint}: ${periods}, ${bad} with downtime, ` +
    `${slots.filter(({ watched }) => watched === 0).length} not watched`;
  const bars = slots.map((slot, index) => {
    const state = stateOf(slot);
    const height = heightOf(slot, state);
    const [begin, what] = [escapeHtml(beginOf(slot)), escapeHtml(words(slot))];
    return markup`<rect class="${escapeHtml(state)}" x="${index * PITCH}" y="${HEIGHT - height}" \
width="${WIDTH}" height="${height}"><title>${begin} ${what}</title></rect>`;
  });
  const width = Math.max(MIN_SLOTS, slots.length) * PITCH;
  return [
    markup`<svg class="strip" viewBox="0 0 ${width} ${HEIGHT}" preserveAspectRatio="none" \
role="img" aria-label="${escapeHtml(label)}">${joinHtml(bars)}</svg>`,
    dates(slots),
  ];
}

/** The begin of the first slot, of the one in the middle, and of the last; the first alone if they are few. */
function dates(slots: readonly Slot[]): Html {
  const shown = slots.length < MIN_SLOTS ? [0] : [0, slots.length >> 1, slots.length - 1];
  const texts = shown.flatMap((index) => slots[index] ?? []).map((slot) =>
    markup`<span>${escapeHtml(beginOf(slot))}</span>`
  );
  return markup`<p class="dates">${joinHtml(texts)}</p>`;
}

/** The day on which a slot begins, and the time of a slot that is shorter. */
function beginOf({ begin, end }: Slot): string {
  const iso = begin.toISOString();
  const isShort = end.getTime() - begin.getTime() < DAY;
  return isShort ? `${iso.slice(5, 10)} ${iso.slice(11, 16)}` : iso.slice(0, 10);
}

function stateOf({ watched, down }: Slot): State {
  if (watched === 0) return "none";
  if (down === 0) return "up";
  return down / watched > DOWN_SHARE ? "down" : "partly";
}

function heightOf({ watched, down }: Slot, state: State): number {
  if (state !== "partly") return HEIGHTS[state];
  const share = down / watched / DOWN_SHARE;
  return Math.round(LEAST_PARTLY + share * (MOST_PARTLY - LEAST_PARTLY));
}

function words({ watched, down }: Slot): string {
  if (watched === 0) return "not watched";
  return down === 0 ? "up" : `down for ${lengthOf(down)}`;
}
