/** How a stream in memory delivers its bytes. */
export interface MemoryStreamOptions {
  /**
   * The most bytes of one read or write.
   * @default {Infinity}
   */
  most?: number;
}

/** One end of a connection in memory: reads give what the other end sent, and then that it closed. */
export class MemoryStream {
  readonly #incoming: Uint8Array;
  readonly #most: number;
  #at = 0;
  /** All that was written. */
  readonly written: number[] = [];

  constructor(incoming: Uint8Array, { most = Infinity }: MemoryStreamOptions = {}) {
    this.#incoming = incoming;
    this.#most = most;
  }

  read(buffer: Uint8Array): Promise<number | null> {
    if (this.#at >= this.#incoming.length) return Promise.resolve(null);
    const length = Math.min(buffer.length, this.#most);
    const piece = this.#incoming.subarray(this.#at, this.#at + length);
    buffer.set(piece);
    this.#at += piece.length;
    return Promise.resolve(piece.length);
  }

  write(bytes: Uint8Array): Promise<number> {
    const piece = bytes.subarray(0, this.#most);
    this.written.push(...piece);
    return Promise.resolve(piece.length);
  }
}
