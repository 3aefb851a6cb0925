/** @module Timers of any length. */
import type { Milliseconds } from "./duration.ts";

/** What a timer of Deno holds, 24 days. `setTimeout` fires at once when the delay is longer. */
export const MAX_DELAY_MS: Milliseconds = 2 ** 31 - 1;

/**
 * Calls a function once after a delay, like Go's `time.AfterFunc`, however long the delay is.
 *
 * @param delay A negative delay is 0.
 * @returns A function that stops the timer; it can be called after the timer has fired.
 */
export function startTimer(callback: () => void, delay: Milliseconds): () => void {
  let timer: ReturnType<typeof setTimeout>;
  const arm = (left: Milliseconds): void => {
    timer = left > MAX_DELAY_MS
      ? setTimeout(() => arm(left - MAX_DELAY_MS), MAX_DELAY_MS)
      : setTimeout(callback, left);
  };
  arm(Math.max(0, delay));
  return () => clearTimeout(timer);
}
