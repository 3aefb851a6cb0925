import { CheckFailure } from "../check/reason.ts";

/** The reason where a message is malformed. */
export const BAD_MESSAGE = "not gRPC: bad message";

/** The bytes of a field by its wire type, where that says it. */
const FIXED_LENGTHS: ReadonlyMap<number, number> = new Map([[1, 8], [5, 4]]);

/**
 * Reads the wire format as far as it takes to pass over what is unknown. Throws a CheckFailure where it
 * is malformed.
 */
export class ProtobufReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get atEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  /** The next varint, a tag or a value. */
  varint(): number {
    let value = 0;
    for (let factor = 1;; factor *= 128) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined || factor > 2 ** 63) throw new CheckFailure(BAD_MESSAGE);
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
  }

  /** A field of a wire type: its value where that is a varint. */
  field(wireType: number): number {
    if (wireType === 0) return this.varint();
    const length = wireType === 2 ? this.varint() : FIXED_LENGTHS.get(wireType);
    if (length === undefined) throw new CheckFailure(BAD_MESSAGE);
    this.#at += length;
    if (this.#at > this.#bytes.length) throw new CheckFailure(BAD_MESSAGE);
    return 0;
  }
}
