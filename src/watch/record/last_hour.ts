/** @module The last hour of each endpoint, in memory. */
import type { Report } from "../../check/report.ts";
import type { Milliseconds, Seconds } from "../../process/time/duration.ts";

const MINUTES = 60;
const MINUTE: Milliseconds = 60_000;

/** In how many rounds of each minute an endpoint failed: 120 bytes for each endpoint. */
export class LastHour {
  readonly #maxGapMs: Milliseconds;
  /** The rounds of each minute, at the number of the minute modulo 60. */
  readonly #rounds = new Uint16Array(MINUTES);
  /** The failed ones of them, by the endpoint's name. */
  readonly #failed = new Map<string, Uint16Array>();
  /** The endpoints that failed in the last round. */
  #failing = new Set<string>();
  /** The start of the last round, by the monotonic clock: after a step of the wall clock, an hour is an hour. */
  #lastMs: Milliseconds = -Infinity;

  /**
   * @param endpoints The names of the endpoints.
   * @param maxGap The time between two rounds above which it does not count as watched.
   */
  constructor(endpoints: readonly string[], maxGap: Seconds) {
    for (const name of endpoints) this.#failed.set(name, new Uint16Array(MINUTES));
    this.#maxGapMs = maxGap * 1000;
  }

  /** Takes the next round. */
  observe({ results, startedAt: { ms } }: Report): void {
    const minute = minuteOf(ms);
    const isWatched = ms - this.#lastMs <= this.#maxGapMs;
    const last = Math.max(minuteOf(this.#lastMs), minute - MINUTES);
    for (let passed = last + 1; passed <= minute; passed++) {
      // Between two rounds, an endpoint stays what it was.
      const counts = isWatched && passed < minute;
      this.#rounds[passed % MINUTES] = counts ? 1 : 0;
      for (const [name, failed] of this.#failed) {
        failed[passed % MINUTES] = counts && this.#failing.has(name) ? 1 : 0;
      }
    }
    this.#lastMs = ms;
    const slot = minute % MINUTES;
    this.#rounds[slot] = (this.#rounds[slot] ?? 0) + 1;
    const failing = results.filter(({ outcome }) => !outcome.ok);
    this.#failing = new Set(failing.map(({ endpoint }) => endpoint.name));
    for (const name of this.#failing) {
      const failed = this.#failed.get(name);
      if (failed !== undefined) failed[slot] = (failed[slot] ?? 0) + 1;
    }
  }

  /**
   * Returns the share of failed rounds of each of the last 60 minutes, oldest first; `undefined` for one that
   * was not watched.
   *
   * @param ms The present, by the monotonic clock: not before the last round.
   */
  of(name: string, ms: Milliseconds): (number | undefined)[] {
    const last = minuteOf(this.#lastMs);
    const isWatched = ms - this.#lastMs <= this.#maxGapMs;
    const first = minuteOf(ms) - MINUTES + 1;
    return Array.from({ length: MINUTES }, (_, index) => {
      const minute = first + index;
      if (minute > last) return isWatched ? Number(this.#failing.has(name)) : undefined;
      const slot = ((minute % MINUTES) + MINUTES) % MINUTES;
      const rounds = this.#rounds[slot] ?? 0;
      return rounds === 0 ? undefined : (this.#failed.get(name)?.[slot] ?? 0) / rounds;
    });
  }
}

function minuteOf(ms: Milliseconds): number {
  return Math.floor(ms / MINUTE);
}
