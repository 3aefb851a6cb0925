import type { Instant } from "../../process/time/clock.ts";
import type { Milliseconds, Seconds } from "../../process/time/duration.ts";
import type { Span } from "../history/summary/summary.ts";

/** The difference between the two clocks that is not a step: reading them takes time. */
const MAX_DRIFT_MS: Milliseconds = 1000;
/** The spans that are kept until they are written; there is one for each gap. */
const MAX_SPANS = 1000;

/**
 * The times during which rounds ran. The monotonic clock decides how long, and the wall clock when: after
 * a step of the wall clock a new span begins, as long as the time that passed.
 */
export class WatchedTime {
  readonly #maxGapMs: Milliseconds;
  #spans: Span[] = [];
  #last: Instant | undefined;
  #endMs: Milliseconds = NaN;

  /** @param maxGap The time between two rounds above which it does not count as watched. */
  constructor(maxGap: Seconds) {
    this.#maxGapMs = maxGap * 1000;
  }

  /** Takes the start of the next round. */
  add(now: Instant): void {
    const nowMs = now.date.getTime();
    const passedMs = now.ms - (this.#last?.ms ?? -Infinity);
    this.#last = now;
    const counts = passedMs <= this.#maxGapMs;
    const fromMs = counts ? Math.round(nowMs - passedMs) : nowMs;
    const continues = counts && Math.abs(fromMs - this.#endMs) <= MAX_DRIFT_MS;
    const beginMs = continues ? this.#endMs : fromMs;
    this.#endMs = Math.max(beginMs, nowMs);
    this.#append({ begin: new Date(beginMs), end: new Date(this.#endMs) });
  }

  /** Returns the spans since the last call, oldest first. */
  take(): Span[] {
    return this.#spans.splice(0);
  }

  /** Takes spans back that could not be written. */
  putBack(spans: readonly Span[]): void {
    const later = this.#spans;
    this.#spans = [];
    for (const span of [...spans, ...later]) this.#append(span);
  }

  #append(span: Span): void {
    const last = this.#spans.at(-1);
    if (last?.end.getTime() === span.begin.getTime()) {
      this.#spans[this.#spans.length - 1] = { begin: last.begin, end: span.end };
      return;
    }
    this.#spans.push(span);
    if (this.#spans.length > MAX_SPANS) this.#spans.shift();
  }
}
