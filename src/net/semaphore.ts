/** @module A counting semaphore that keeps slots for what matters more. */

/** Who acquires: `required` goes first, and never waits for `optional`. */
export type Priority = "required" | "optional";

/**
 * A counting semaphore with slots of its own for each priority. Within a priority, it grants slots
 * first come, first served.
 */
export class Semaphore {
  #size: Readonly<Record<Priority, number>>;
  readonly #held: Record<Priority, number> = { required: 0, optional: 0 };
  /** Those that wait; calling one tells it that it now holds a slot. */
  readonly #queues: Readonly<Record<Priority, (() => void)[]>> = { required: [], optional: [] };

  /** @param size How many slots each priority has. */
  constructor(size: Readonly<Record<Priority, number>>) {
    this.#size = size;
  }

  /** How many slots each priority holds. */
  get held(): Readonly<Record<Priority, number>> {
    return this.#held;
  }

  /** Changes how many slots each priority has. It takes none back. */
  resize(size: Readonly<Record<Priority, number>>): void {
    this.#size = size;
    this.#grant("required");
    this.#grant("optional");
  }

  /**
   * Waits for a slot.
   *
   * @param signal Ends the wait.
   * @returns Whether the caller holds a slot, which it must release; no promise if it need not wait.
   */
  acquire(priority: Priority, signal?: AbortSignal): boolean | Promise<boolean> {
    if (signal?.aborted) return false;
    if (this.#isFree(priority)) {
      this.#held[priority]++;
      return true;
    }
    return this.#wait(priority, signal);
  }

  async #wait(priority: Priority, signal: AbortSignal | undefined): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const queue = this.#queues[priority];
    const grant = (): void => resolve(true);
    const abort = (): void => {
      const index = queue.indexOf(grant);
      if (index >= 0) queue.splice(index, 1);
      resolve(false);
    };
    queue.push(grant);
    signal?.addEventListener("abort", abort);
    const granted = await promise;
    signal?.removeEventListener("abort", abort);
    // One turn may both hand a slot over and end the wait: deadlines share their timers.
    if (!granted || !signal?.aborted) return granted;
    this.release(priority);
    return false;
  }

  /** Gives a slot back. */
  release(priority: Priority): void {
    this.#held[priority]--;
    this.#grant(priority);
  }

  /** Hands free slots over to those that wait, so that a newcomer cannot take one before them. */
  #grant(priority: Priority): void {
    while (this.#queues[priority].length > 0 && this.#isFree(priority)) {
      this.#held[priority]++;
      this.#queues[priority].shift()?.();
    }
  }

  #isFree(priority: Priority): boolean {
    return this.#held[priority] < this.#size[priority];
  }
}
