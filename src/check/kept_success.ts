import type { Milliseconds, Seconds } from "../process/time/duration.ts";
import { isOlder, type Result, withWarning } from "./report.ts";

/**
 * Reports the last success of an endpoint instead of checking, with its age. It is the one exception to
 * the rule that every answer rests on new checks. A failure is never kept.
 */
export class KeptSuccess {
  readonly #every: Seconds;
  #last: Result | undefined;

  /** @param every How long a success is kept, from the start of its check. */
  constructor(every: Seconds) {
    this.#every = every;
  }

  /** Takes the result of a check. */
  put(result: Result): void {
    if (!isOlder(result, this.#last)) this.#last = result;
  }

  /**
   * Returns the success with its age, and with the warning that it needs now; `undefined` if the last
   * check failed, or is too old.
   *
   * @param nowMs The present, by the monotonic clock.
   */
  get(nowMs: Milliseconds = performance.now()): Result | undefined {
    if (!this.#last?.outcome.ok) return undefined;
    const age = (nowMs - this.#last.startedAt.ms) / 1000;
    if (age >= this.#every) return undefined;
    return { ...this.#last, outcome: withWarning(this.#last.outcome, new Date()), age };
  }
}
