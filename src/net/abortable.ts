import type { WaitFailure } from "../check/reason.ts";

/**
 * Waits for something that cannot be aborted, until the signal aborts the wait.
 *
 * Rejects with what the promise rejects with, or with a {@linkcode WaitFailure}.
 *
 * @param failure What the caller waited for.
 */
export async function within<T>(
  promise: Promise<T>,
  signal: AbortSignal,
  failure: WaitFailure,
): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(failure);
  signal.addEventListener("abort", abort);
  if (signal.aborted) abort();
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
