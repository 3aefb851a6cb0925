/** @module Bytes that arrive in pieces, split into lines. */

const LINE_FEED = 10;

/** Options of {@linkcode ByteLines}. */
export interface ByteLinesOptions {
  /** The most bytes of a line. */
  maxLength: number;
  /** Called for each line: the bytes from one index to before another, without the line feed. */
  onLine: (bytes: Uint8Array, from: number, to: number) => void;
}

/** Splits bytes into lines. It copies only a line that spans pieces. */
export class ByteLines {
  readonly #onLine: ByteLinesOptions["onLine"];
  readonly #held: Uint8Array;
  #heldLength = 0;

  constructor({ maxLength, onLine }: ByteLinesOptions) {
    this.#held = new Uint8Array(maxLength);
    this.#onLine = onLine;
  }

  /**
   * Splits the next piece. The caller may overwrite it afterwards.
   *
   * @returns `false` once a line is too long. Nothing may be added then.
   */
  add(piece: Uint8Array): boolean {
    let from = 0;
    for (let to = piece.indexOf(LINE_FEED); to >= 0; to = piece.indexOf(LINE_FEED, from)) {
      if (this.#heldLength + to - from > this.#held.length) return false;
      if (this.#heldLength === 0) this.#onLine(piece, from, to);
      else {
        this.#hold(piece.subarray(from, to));
        this.end();
      }
      from = to + 1;
    }
    if (this.#heldLength + piece.length - from > this.#held.length) return false;
    this.#hold(piece.subarray(from));
    return true;
  }

  /** Whether bytes have come after the last line feed. */
  get isInLine(): boolean {
    return this.#heldLength > 0;
  }

  /** Ends with the last line if it has no line feed. */
  end(): void {
    const length = this.#heldLength;
    this.#heldLength = 0;
    if (length > 0) this.#onLine(this.#held, 0, length);
  }

  #hold(bytes: Uint8Array): void {
    this.#held.set(bytes, this.#heldLength);
    this.#heldLength += bytes.length;
  }
}
