/** @module Giving memory back to the system. */

/** So many turns with checks in one period are a load; probes are a few. */
const LOAD_TURNS = 500;

/** The function that V8 has with `--expose-gc`. */
type CollectGarbage = (
  options: { type: "major"; execution: "async"; flavor: "last-resort" },
) => Promise<void>;

/**
 * Gives memory back once a load has ended. V8 keeps what it has taken: without a collection, the process
 * would stay as large as the load made it.
 */
export class LoadEnd {
  #turns = 0;
  #isLoaded = false;

  /** Counts a turn with checks. */
  addTurn(): void {
    this.#turns++;
  }

  /**
   * Ends a period. If it is the first without a load after one with a load, the garbage is collected.
   *
   * @returns Whether there was a load, so that another period must follow.
   */
  endPeriod(): boolean {
    const wasLoaded = this.#isLoaded;
    this.#isLoaded = this.#turns >= LOAD_TURNS;
    this.#turns = 0;
    if (wasLoaded && !this.#isLoaded) collectGarbage();
    return this.#isLoaded;
  }
}

/** Collects what can be collected; does nothing if the engine offers no such function. */
function collectGarbage(): void {
  const { gc } = globalThis as { gc?: CollectGarbage };
  gc?.({ type: "major", execution: "async", flavor: "last-resort" });
}
