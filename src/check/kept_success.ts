import type { Milliseconds, Seconds } from "../process/time/duration.ts";
import type { Result } from "./report.ts";
import { withWarning } from "./warning.ts";

/**
 * The last success of an endpoint, kept for a while and told again. It is the one exception to the rule
 * that every answer rests on new checks, so a told result says its age. A failure is never kept.
 */
export class KeptSuccess {
  readonly #every: Seconds;
  /** When the newest check started whose result was seen. */
  #newestMs: Milliseconds = -Infinity;
  #result: Result | undefined;

  /** @param every How long a success is kept, from the start of its check. */
  constructor(every: Seconds) {
    this.#every = every;
  }

  /** Takes the result of a check. Of overlapping checks, the one that started last decides. */
  put(result: Result): void {
    if (result.startedAt.ms < this.#newestMs) return;
    this.#newestMs = result.startedAt.ms;
    this.#result = result.outcome.ok ? result : undefined;
  }

  /**
   * Returns the success with its age, and with the warning that it needs now; `undefined` if there is
   * none, or it is too old.
   *
   * @param nowMs The present, by the monotonic clock.
   */
  get(nowMs: Milliseconds = performance.now()): Result | undefined {
    if (this.#result === undefined) return undefined;
    const age = (nowMs - this.#result.startedAt.ms) / 1000;
    if (age >= this.#every) return undefined;
    return { ...this.#result, outcome: withWarning(this.#result.outcome, new Date()), age };
  }
}
