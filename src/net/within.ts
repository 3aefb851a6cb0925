import { WaitFailure } from "../check/reason.ts";

/**
 * Waits for something that cannot be aborted, until the signal aborts the wait.
 *
 * Rejects with what the promise rejects with, or with a {@linkcode WaitFailure}.
 *
 * @param reason What the caller waited for, for the failure.
 */
export async function within<T>(
  promise: Promise<T>,
  signal: AbortSignal,
  reason: string,
): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(new WaitFailure(reason));
  signal.addEventListener("abort", abort);
  if (signal.aborted) abort();
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
