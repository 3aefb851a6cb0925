import type { Report } from "../../../src/check/report.ts";
import type { Milliseconds } from "../../../src/process/time/duration.ts";
import type { Life } from "../life.ts";
import { TIMEOUT } from "../options.ts";

/** By the wall clock as it was then. */
interface Span {
  readonly beginMs: Milliseconds;
  endMs: Milliseconds;
}

/** Knows when rounds ran. */
export class Watched {
  readonly #maxGapMs: Milliseconds;
  readonly #spans: Span[] = [];
  #roundMs: Milliseconds = -Infinity;

  constructor({ every }: Life) {
    this.#maxGapMs = (3 * every + TIMEOUT) * 1000;
  }

  /** How long rounds ran. An hour that comes twice, because the wall clock was set back, counts once. */
  get ms(): Milliseconds {
    let [sum, lastMs] = [0, -Infinity];
    for (const { beginMs, endMs } of this.#spans.toSorted((a, b) => a.beginMs - b.beginMs)) {
      sum += Math.max(0, endMs - Math.max(beginMs, lastMs));
      lastMs = Math.max(lastMs, endMs);
    }
    return sum;
  }

  /** A pod has started. */
  started(): void {
    this.#roundMs = -Infinity;
  }

  /** Takes a scheduled round. */
  round({ startedAt: { date, ms } }: Report): void {
    const passedMs = ms - this.#roundMs;
    this.#roundMs = ms;
    if (passedMs > this.#maxGapMs) return;
    const [beginMs, endMs] = [date.getTime() - passedMs, date.getTime()];
    const last = this.#spans.at(-1);
    // Dates have no parts of a millisecond.
    if (last !== undefined && Math.abs(beginMs - last.endMs) < 2) last.endMs = endMs;
    else this.#spans.push({ beginMs, endMs });
  }
}
