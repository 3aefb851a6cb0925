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
    let at = begin;
    for (let slot = this.#slotAt(begin); at < end; slot++) {
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

  #slotAt(ms: Milliseconds): number {
    const count = this.#sums.length;
    const length = this.#edgeAt(count) - this.#edgeAt(0);
    let slot = Math.min(count - 1, Math.floor((ms - this.#edgeAt(0)) / length * count));
    // The edges are whole milliseconds, so this may be off.
    while (slot > 0 && this.#edgeAt(slot) > ms) slot--;
    while (this.#edgeAt(slot + 1) <= ms) slot++;
    return slot;
  }

  #edgeAt(index: number): Milliseconds {
    return this.#edges[index] ?? Infinity;
  }
}
