/** @module The wire format of Protocol Buffers, for reading. */
import { CheckFailure } from "../../check/reason.ts";

/** The reason if a message is malformed. */
export const BAD_MESSAGE = "not gRPC: bad message";

/** The length in bytes of the wire types I64 and I32. */
const FIXED_LENGTHS: ReadonlyMap<number, number> = new Map([[1, 8], [5, 4]]);

/** A tag is a field number, from 1 to 2^29 - 1, before three bits of wire type. */
const MIN_TAG = 2 ** 3;
const MAX_TAG = 2 ** 32 - 1;

/**
 * Reads the fields of a message one by one: a tag with {@linkcode ProtobufReader.tag}, then its
 * value with {@linkcode ProtobufReader.field}, which also skips unknown fields
 * (https://protobuf.dev/programming-guides/encoding). All throw a {@linkcode CheckFailure} if the
 * message is malformed.
 */
export class ProtobufReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Whether the whole message has been read. */
  get atEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  /** Reads a tag. Its field number is valid; its wire type may not be. */
  tag(): number {
    const tag = this.varint();
    if (tag < MIN_TAG || tag > MAX_TAG) throw new CheckFailure("protocol", BAD_MESSAGE);
    return tag;
  }

  /** Reads a varint. Beyond 2^53 it is inexact. */
  varint(): number {
    let value = 0;
    for (let factor = 1;; factor *= 128) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined || factor > 2 ** 63) throw new CheckFailure("protocol", BAD_MESSAGE);
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
  }

  /**
   * Reads the value of a field.
   *
   * @param wireType The lowest three bits of its tag.
   * @returns The value of a varint; 0 for every other type, whose value is skipped.
   */
  field(wireType: number): number {
    if (wireType === 0) return this.varint();
    const length = wireType === 2 ? this.varint() : FIXED_LENGTHS.get(wireType);
    if (length === undefined) throw new CheckFailure("protocol", BAD_MESSAGE);
    this.#at += length;
    if (this.#at > this.#bytes.length) throw new CheckFailure("protocol", BAD_MESSAGE);
    return 0;
  }
}
