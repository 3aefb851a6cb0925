/** @module How often each kind and option was judged. */

interface Count {
  asked: number;
  right200: number;
  right503: number;
  excused: number;
}

/** Counts by what was asked. */
export class Counts {
  readonly #counts = new Map<string, Count>();

  /**
   * Adds an answer.
   *
   * @param right The result, where the truth knew it and the answer agreed.
   */
  add(what: string, right: boolean | undefined): void {
    const count = this.#of(what);
    count.asked++;
    if (right === true) count.right200++;
    if (right === false) count.right503++;
  }

  /** Adds an answer that was not right, for a reason that is no fault of the sidecar. */
  excuse(what: string): void {
    this.#of(what).excused++;
  }

  /** The number of answers that were excused. */
  get excused(): number {
    return [...this.#counts.values()].reduce((sum, { excused }) => sum + excused, 0);
  }

  /** A line for each. */
  get lines(): string[] {
    const sorted = [...this.#counts].sort(([a], [b]) => a < b ? -1 : 1);
    return sorted.map(([what, { asked, right200, right503, excused }]) =>
      `${what}: asked ${asked} times, rightly 200 ${right200} times, ` +
      `rightly 503 ${right503} times, excused ${excused} times`
    );
  }

  #of(what: string): Count {
    const count = this.#counts.get(what) ?? { asked: 0, right200: 0, right503: 0, excused: 0 };
    this.#counts.set(what, count);
    return count;
  }
}
