/** @module The line of response times on the page of the history. */
import { escapeHtml, type Html, markup } from "../../../formats/markup.ts";
import {
  formatResponseTime,
  type Milliseconds,
  type Seconds,
} from "../../../process/time/duration.ts";
import type { ResponseTimes } from "../history_file.ts";

const DAY_MS: Milliseconds = 86_400_000;
const QUARTER_MS: Milliseconds = 900_000;
/** Two quarters of an hour that begin further apart have a gap between them. */
const MAX_STEP_MS: Milliseconds = 2 * QUARTER_MS;
const HEIGHT = 20;
/** The top is at least so many times the bottom, or noise would fill the height. */
const MIN_RATIO = 4;

/**
 * Draws the median and the longest response times of the last 24 hours, and says them.
 *
 * @param times The times of one endpoint, oldest first.
 * @param end The present.
 */
export function responseLine(times: readonly ResponseTimes[], end: Date): Html[] {
  const last = times.at(-1);
  if (last === undefined) return [];
  const worst = times.reduce((a, b) => b.worst > a.worst ? b : a);
  const shortest = Math.min(...times.map(({ p50 }) => p50));
  const pathOf = (key: "p50" | "worst"): string =>
    times.map((time, index) => {
      const beginMs = time.begin.getTime();
      const x = round((beginMs - end.getTime() + DAY_MS) / QUARTER_MS);
      const y = heightOf(time[key], shortest, worst.worst);
      const before = times[index - 1]?.begin.getTime() ?? -Infinity;
      return `${beginMs - before < MAX_STEP_MS ? "L" : "M"}${x} ${y}h1`;
    }).join("");
  const [thin, thick] = [escapeHtml(pathOf("worst")), escapeHtml(pathOf("p50"))];
  const [p50, longest] = [formatResponseTime(last.p50), formatResponseTime(worst.worst)];
  const words = `latest p50 ${p50}, worst ${longest} at ${
    worst.worstAt.toISOString().slice(11, 16)
  }`;
  const [bottom, top] = [shortest, topOf(shortest, worst.worst)].map(formatResponseTime);
  return [
    markup`<p class="responses">Response time: ${escapeHtml(words)}. \
The scale goes from ${escapeHtml(bottom ?? "")} to ${escapeHtml(top ?? "")}.</p>`,
    markup`<svg class="line" viewBox="0 -1 97 ${HEIGHT + 2}" preserveAspectRatio="none" \
aria-hidden="true">`,
    markup`<path class="worst" d="${thin}"/><path class="p50" d="${thick}"/></svg>`,
  ];
}

/** A logarithmic scale: the longest is often many times the median. */
function heightOf(time: Seconds, shortest: Seconds, longest: Seconds): number {
  const top = topOf(shortest, longest);
  const share = Math.log(top / time) / Math.log(top / shortest);
  return Number.isFinite(share) ? round(HEIGHT * share) : HEIGHT;
}

function topOf(shortest: Seconds, longest: Seconds): Seconds {
  return Math.max(longest, MIN_RATIO * shortest);
}

/** A tenth of a unit is less than a pixel. */
function round(value: number): number {
  return Math.round(value * 10) / 10;
}
