/** @module A gate that holds the clients back. */

/** Lets clients in while it is open. */
export class Gate {
  #closed: PromiseWithResolvers<void> | undefined;
  #left: PromiseWithResolvers<void> | undefined;
  #inside = 0;

  /** Does something inside, when the gate is open. */
  async enter(use: () => Promise<void>): Promise<void> {
    while (this.#closed !== undefined) await this.#closed.promise;
    this.#inside++;
    try {
      await use();
    } finally {
      this.#inside--;
      if (this.#inside === 0) this.#left?.resolve();
    }
  }

  /** Closes the gate and waits until nobody is inside. Disposing of the result opens it. */
  async close(): Promise<Disposable> {
    const closed = Promise.withResolvers<void>();
    this.#closed = closed;
    this.#left = Promise.withResolvers();
    if (this.#inside > 0) await this.#left.promise;
    return {
      [Symbol.dispose]: () => {
        this.#closed = undefined;
        closed.resolve();
      },
    };
  }
}
