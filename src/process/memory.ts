/** @module Giving memory back to the system. */

/** So many turns with checks in one period are a load; probes are a few. */
const LOAD_TURNS = 500;

/**
 * With fewer turns in one period, the load has ended. It is far below the load, so that requests at a
 * steady rate cannot start and end a load again and again.
 */
const QUIET_TURNS = 50;

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

  /** Whether there was a load that has not ended, so that another period must follow. */
  get isPending(): boolean {
    return this.#isLoaded || this.#turns >= LOAD_TURNS;
  }

  /** Ends a period. If it is the first quiet one after a load, the garbage is collected. */
  endPeriod(): void {
    if (this.#turns >= LOAD_TURNS) {
      this.#isLoaded = true;
    } else if (this.#isLoaded && this.#turns < QUIET_TURNS) {
      this.#isLoaded = false;
      collectGarbage();
    }
    this.#turns = 0;
  }
}

/** Collects what can be collected; does nothing if the engine offers no such function. */
function collectGarbage(): void {
  const { gc } = globalThis as { gc?: CollectGarbage };
  gc?.({ type: "major", execution: "async", flavor: "last-resort" });
}
