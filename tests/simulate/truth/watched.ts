import type { Report } from "../../../src/check/report.ts";
import type { Milliseconds } from "../../../src/process/time/duration.ts";
import type { Life } from "../life.ts";
import { TIMEOUT } from "../options.ts";

/** Knows how long rounds ran. */
export class Watched {
  readonly #maxGapMs: Milliseconds;
  #roundMs: Milliseconds = -Infinity;
  /** How long rounds ran. */
  ms: Milliseconds = 0;
  /** By how much the wall clock was set back, all in all: those times come twice, and count once. */
  repeatedMs: Milliseconds = 0;

  constructor({ every }: Life) {
    this.#maxGapMs = (3 * every + TIMEOUT) * 1000;
  }

  /** A pod has started. */
  started(): void {
    this.#roundMs = -Infinity;
  }

  /** Takes a step of the wall clock. */
  stepped(byMs: Milliseconds): void {
    this.repeatedMs += Math.max(0, -byMs);
  }

  /** Takes a scheduled round. */
  round({ startedAt: { ms } }: Report): void {
    const passedMs = ms - this.#roundMs;
    if (passedMs <= this.#maxGapMs) this.ms += passedMs;
    this.#roundMs = ms;
  }
}
