/** @module The nesting of a JSON document. */

/** How an array or an object begins. */
export type Bracket = "[" | "{";

const OPEN_ARRAY = 0x5b;

/** A stack of the open arrays and objects. It takes a byte for each, so that it needs no limit. */
export class JsonNesting {
  #codes = new Uint8Array(64);
  #depth = 0;

  /** The array or object that began last; `undefined` outside all of them. */
  get innermost(): Bracket | undefined {
    if (this.#depth === 0) return undefined;
    return this.#codes[this.#depth - 1] === OPEN_ARRAY ? "[" : "{";
  }

  push(bracket: Bracket): void {
    if (this.#depth === this.#codes.length) {
      const larger = new Uint8Array(this.#depth * 2);
      larger.set(this.#codes);
      this.#codes = larger;
    }
    this.#codes[this.#depth++] = bracket.charCodeAt(0);
  }

  pop(): void {
    this.#depth--;
  }
}
