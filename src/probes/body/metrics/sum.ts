/**
 * A sum by Neumaier's algorithm, which keeps what rounding loses: a page that lists the same series in
 * another order must not look like progress.
 */
export class Sum {
  #sum = 0;
  /** What rounding has taken from the sum. */
  #lost = 0;

  /** The sum so far. It is NaN if a value is, or if both infinities are among the values. */
  get value(): number {
    return this.#sum + this.#lost;
  }

  /** Adds a value. */
  add(value: number): void {
    const sum = this.#sum + value;
    if (Number.isFinite(sum)) {
      const [large, small] = Math.abs(this.#sum) < Math.abs(value)
        ? [value, this.#sum]
        : [this.#sum, value];
      this.#lost += large - sum + small;
    }
    this.#sum = sum;
  }
}
