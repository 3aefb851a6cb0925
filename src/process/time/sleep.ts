import type { Milliseconds } from "./duration.ts";
import { startTimer } from "./timer.ts";

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
