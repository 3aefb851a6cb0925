import type { Milliseconds } from "../../../process/time/duration.ts";
import type { Interval } from "../interval.ts";
import type { Slot } from "./summary.ts";

/** Sums of disjoint intervals by slot. */
export class SlotSums {
  readonly #edges: readonly Milliseconds[];
  readonly #sums: Float64Array;
  /** The sum of all intervals. */
  total: Milliseconds = 0;

  /** @param edges Where the slots of equal length begin, and where the last one ends. */
  constructor(edges: readonly Milliseconds[]) {
    this.#edges = edges;
    this.#sums = new Float64Array(edges.length - 1);
  }

  /** Adds an interval that lies within the slots. */
  add({ begin, end }: Interval): void {
    this.total += end - begin;
    const first = this.#edgeAt(0);
    const count = this.#sums.length;
    // Where an edge is rounded down, this is the slot that ends there, which then gets nothing.
    let slot = Math.floor((begin - first) / (this.#edgeAt(count) - first) * count);
    for (let at = begin; at < end; slot++) {
      const to = Math.min(end, this.#edgeAt(slot + 1));
      this.#sums[slot] = (this.#sums[slot] ?? 0) + to - at;
      at = to;
    }
  }

  /** Returns the slots, if these are the sums of the watched time. */
  slots(down: SlotSums): Slot[] {
    return Array.from(this.#sums, (watched, index) => ({
      begin: new Date(this.#edgeAt(index)),
      end: new Date(this.#edgeAt(index + 1)),
      watched: watched / 1000,
      down: (down.#sums[index] ?? 0) / 1000,
    }));
  }

  #edgeAt(index: number): Milliseconds {
    return this.#edges[index] ?? Infinity;
  }
}
