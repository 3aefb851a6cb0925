/**
 * Searches for bytes in a stream (the algorithm of Knuth, Morris and Pratt). It keeps nothing of the
 * stream: how much of the needle has just been seen is enough.
 */
export class ByteSearch {
  readonly #needle: Uint8Array;
  /** For each prefix of the needle: the length of the longest other prefix that it ends with. */
  readonly #borders: Uint32Array;
  #matched = 0;

  /** @param needle The bytes to find; none are found at once. */
  constructor(needle: Uint8Array) {
    this.#needle = needle;
    this.#borders = new Uint32Array(needle.length + 1);
    let border = 0;
    for (let i = 1; i < needle.length; i++) {
      border = this.#next(border, needle[i]);
      this.#borders[i + 1] = border;
    }
  }

  /** Whether the needle was found. */
  get found(): boolean {
    return this.#matched === this.#needle.length;
  }

  /** Reads the next piece of the stream, up to the end of the needle. */
  read(piece: Uint8Array): void {
    for (let i = 0; i < piece.length && !this.found; i++) {
      this.#matched = this.#next(this.#matched, piece[i]);
    }
  }

  /** Returns how much of the needle is matched when this byte follows so much of it. */
  #next(matched: number, byte: number | undefined): number {
    let length = matched;
    while (length > 0 && this.#needle[length] !== byte) length = this.#borders[length] ?? 0;
    return this.#needle[length] === byte ? length + 1 : 0;
  }
}
