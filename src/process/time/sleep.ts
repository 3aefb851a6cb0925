/** @module Timers of any length. */
import type { Milliseconds } from "./duration.ts";

/** What a timer of Deno holds, 24 days. `setTimeout` fires at once when the delay is longer. */
const MAX_DELAY_MS: Milliseconds = 2 ** 31 - 1;

/**
 * Waits, like Go's `time.Sleep`, but wakes early when the signal aborts. Unlike `delay` of `@std/async`
 * it never rejects: the caller looks at the signal.
 *
 * @param duration How long to wait; a negative duration is 0.
 * @param signal Ends the wait.
 */
export function sleep(duration: Milliseconds, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const wake = (): void => {
      stop();
      signal?.removeEventListener("abort", wake);
      resolve();
    };
    const stop = startTimer(wake, duration);
    signal?.addEventListener("abort", wake);
  });
}

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
