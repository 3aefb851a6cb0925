/** @module How often each kind and option was judged. */

/** Counts by what was asked. */
export class Counts {
  readonly #counts = new Map<string, { asked: number; right200: number; right503: number }>();

  /**
   * Adds an answer.
   *
   * @param right The result, where the truth knew it and the answer agreed.
   */
  add(what: string, right: boolean | undefined): void {
    const count = this.#counts.get(what) ?? { asked: 0, right200: 0, right503: 0 };
    count.asked++;
    if (right === true) count.right200++;
    if (right === false) count.right503++;
    this.#counts.set(what, count);
  }

  /** A line for each. */
  get lines(): string[] {
    const sorted = [...this.#counts].sort(([a], [b]) => a < b ? -1 : 1);
    return sorted.map(([what, { asked, right200, right503 }]) =>
      `${what}: asked ${asked} times, rightly 200 ${right200} times, rightly 503 ${right503} times`
    );
  }
}
