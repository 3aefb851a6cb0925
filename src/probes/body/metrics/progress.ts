/** @module Whether a neighbour that has work makes progress, as its metrics tell it. */
import { formatSeconds, type Milliseconds, type Seconds } from "../../../process/time/duration.ts";

/** What one check has read. Neither number is NaN. */
export interface Work {
  /** A counter of what is done. */
  readonly progress: number;
  /** A gauge of what is running. */
  readonly busy: number;
}

/**
 * Judges the checks of one endpoint one after the other. It fails when the checks, back to one at least
 * `stall` old, all show the same counter and something running, with no gap between two of them longer
 * than `stall`. A counter that falls is a restart: like one that rises, it starts the clock anew.
 *
 * It must see every check, also one that could not read the page, which breaks the chain.
 * Checks may overlap. One that ends after a newer one adds nothing, but it breaks the chain if it shows
 * anything else.
 */
export class ProgressState {
  readonly #stallMs: Milliseconds;
  #newestMs: Milliseconds = -Infinity;
  /** The checks, back from the newest, that show no progress; `undefined` if the newest does not. */
  #standstill: { readonly progress: number; readonly sinceMs: Milliseconds } | undefined;

  constructor(stall: Seconds) {
    this.#stallMs = stall * 1000;
  }

  /**
   * Judges the check that just ended.
   *
   * @param ms When the page was read, by the monotonic clock.
   * @param work What it shows; `null` if it could not be read.
   * @returns The reason for a failure, or `null` if it shows progress or it is too early to know.
   */
  judge(ms: Milliseconds, work: Work | null): string | null {
    const isBusy = work !== null && work.busy > 0;
    const isSame = isBusy && work.progress === this.#standstill?.progress;
    if (ms < this.#newestMs) {
      if (!isSame) this.#standstill = undefined;
    } else {
      const known = isSame && ms - this.#newestMs <= this.#stallMs;
      if (!isBusy) this.#standstill = undefined;
      else if (!known) this.#standstill = { progress: work.progress, sinceMs: ms };
      this.#newestMs = ms;
    }
    if (!isBusy || this.#standstill === undefined) return null;
    const forMs = this.#newestMs - this.#standstill.sinceMs;
    return forMs < this.#stallMs ? null : reasonOf(forMs, work.busy);
  }
}

function reasonOf(forMs: Milliseconds, busy: number): string {
  return `no progress for ${formatSeconds(forMs / 1000)} while ${busy} ${
    busy === 1 ? "is" : "are"
  } running`;
}
