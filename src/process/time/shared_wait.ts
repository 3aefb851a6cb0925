/**
 * Something that cannot be aborted, for which many wait, each until its signal aborts.
 *
 * `Promise.race` would keep a reaction for every wait that was aborted, 816 bytes, for as long as the promise
 * is pending: a volume that hangs cost 67 MiB a day at one check a second.
 */
export class SharedWait<T> {
  readonly #promise: Promise<T>;
  readonly #waiters = new Set<(settled: Promise<T>) => void>();
  #isSettled = false;

  constructor(promise: Promise<T>) {
    this.#promise = promise;
    const settle = (): void => {
      this.#isSettled = true;
      for (const wake of this.#waiters) wake(promise);
      this.#waiters.clear();
    };
    promise.then(settle, settle);
  }

  /**
   * Waits until the promise settles or the signal aborts.
   *
   * Rejects with what the promise rejects with, or with the failure.
   *
   * @param failure What the wait that was aborted was for.
   */
  async wait(signal: AbortSignal, failure: Error): Promise<T> {
    if (this.#isSettled) return await this.#promise;
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const abort = (): void => {
      this.#waiters.delete(resolve);
      reject(failure);
    };
    this.#waiters.add(resolve);
    signal.addEventListener("abort", abort);
    if (signal.aborted) abort();
    try {
      return await promise;
    } finally {
      signal.removeEventListener("abort", abort);
    }
  }
}
