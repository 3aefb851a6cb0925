/** @module A counting semaphore that keeps slots for what matters more. */

/** Who acquires: `required` goes first, and never waits for `optional`. */
export type Priority = "required" | "optional";

/** A caller that waits for a slot. */
interface Waiter {
  readonly turn: number;
  /** Tells it that it now holds a slot. */
  readonly grant: () => void;
}

/**
 * A counting semaphore with slots of its own for each priority. Within a priority, it grants slots
 * first come, first served.
 */
export class Semaphore {
  readonly #size: Readonly<Record<Priority, number>>;
  readonly #held: Record<Priority, number> = { required: 0, optional: 0 };
  readonly #queues: Readonly<Record<Priority, Waiter[]>> = { required: [], optional: [] };
  #limit = Infinity;
  #turns = 0;

  /** @param size How many slots each priority has. */
  constructor(size: Readonly<Record<Priority, number>>) {
    this.#size = size;
  }

  /** The slots that are held. */
  get held(): number {
    return this.#held.required + this.#held.optional;
  }

  /** The callers that wait. */
  get waiting(): number {
    return this.#queues.required.length + this.#queues.optional.length;
  }

  /** Whether a priority holds all the slots that are its own. */
  isFull(priority: Priority): boolean {
    return this.#held[priority] >= this.#size[priority];
  }

  /**
   * Limits the slots of both priorities together, at first without bound. Under a limit, `required`
   * may take all of it, and `optional` half. Lowering it takes no slot back.
   */
  set limit(limit: number) {
    this.#limit = limit;
    this.#grant();
  }

  /** Takes a turn: who has an earlier one is granted a slot earlier. */
  takeTurn(): number {
    return this.#turns++;
  }

  /**
   * Waits for a slot.
   *
   * @param signal Ends the wait.
   * @param turn From {@linkcode Semaphore.takeTurn}: a caller that could not use its slot, and acquires
   * again, keeps its turn so. By default the last.
   * @returns Whether the caller holds a slot, which it must release; no promise if it need not wait.
   */
  acquire(
    priority: Priority,
    signal?: AbortSignal,
    turn: number = this.takeTurn(),
  ): boolean | Promise<boolean> {
    if (signal?.aborted) return false;
    if (this.#isFree(priority)) {
      this.#held[priority]++;
      return true;
    }
    return this.#wait(priority, signal, turn);
  }

  async #wait(
    priority: Priority,
    signal: AbortSignal | undefined,
    turn: number,
  ): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const queue = this.#queues[priority];
    const waiter = { turn, grant: (): void => resolve(true) };
    const abort = (): void => {
      const index = queue.indexOf(waiter);
      if (index >= 0) queue.splice(index, 1);
      resolve(false);
    };
    const before = queue.findLastIndex((other) => other.turn < turn);
    queue.splice(before + 1, 0, waiter);
    signal?.addEventListener("abort", abort);
    const granted = await promise;
    signal?.removeEventListener("abort", abort);
    return granted;
  }

  /** Gives a slot back. */
  release(priority: Priority): void {
    this.#held[priority]--;
    this.#grant();
  }

  /** Hands free slots over to those that wait, so that a newcomer cannot take one before them. */
  #grant(): void {
    for (const priority of ["required", "optional"] as const) {
      while (this.#queues[priority].length > 0 && this.#isFree(priority)) {
        this.#held[priority]++;
        this.#queues[priority].shift()?.grant();
      }
    }
  }

  #isFree(priority: Priority): boolean {
    const share = priority === "required" ? this.#limit : Math.floor(this.#limit / 2);
    return this.held < this.#limit &&
      this.#held[priority] < Math.min(this.#size[priority], share);
  }
}
