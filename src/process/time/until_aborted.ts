/**
 * Waits until the signal aborts, or a promise settles before. One promise of the abort for many such waits
 * would keep a reaction of each.
 *
 * @param promise A new one for each wait; by default one that never settles.
 * @throws what the promise rejects with.
 */
export async function untilAborted(
  signal: AbortSignal,
  promise: Promise<void> = new Promise(() => {}),
): Promise<void> {
  const { promise: aborted, resolve } = Promise.withResolvers<void>();
  const abort = (): void => resolve();
  signal.addEventListener("abort", abort);
  if (signal.aborted) abort();
  try {
    await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
