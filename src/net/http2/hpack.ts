/** @module HPACK (RFC 7541), as much as a gRPC health check needs. */

/**
 * The Huffman code of RFC 7541, appendix B. The code is canonical: codes of the same length are
 * consecutive, so the characters by code length define it. Codes longer than 15 bits are left out,
 * because no status, content type or field name that a probe reads contains their characters.
 */
const CHARACTERS_BY_BITS: ReadonlyMap<number, string> = new Map([
  [5, "012aceiost"],
  [6, " %-./3456789=A_bdfghlmnpru"],
  [7, ":BCDEFGHIJKLMNOPQRSTUVWYjkqvwxyz"],
  [8, "&*,;XZ"],
  [10, '!"()?'],
  [11, "'+|"],
  [12, "#>"],
  [13, "\0$@[]~"],
  [14, "^}"],
  [15, "<`{"],
]);
const MAX_CODE_BITS = 15;

/** The names in the static table (RFC 7541, appendix A) that a probe reads. */
const STATIC_NAMES: ReadonlyMap<number, string> = new Map([
  ...Array.from({ length: 7 }, (_, i) => [8 + i, ":status"] as const),
  [31, "content-type"],
]);
const STATIC_STATUSES = ["200", "204", "206", "304", "400", "404", "500"];
const FIRST_STATUS = 8;
const STATIC_ENTRIES = 61;

/** A field block that is malformed, or uses the dynamic table that was not allowed. */
export class HpackError extends Error {
  override name = "HpackError";
}

/**
 * Encodes a field as a literal without indexing and without Huffman coding (RFC 7541, section
 * 6.2.2).
 *
 * @param name In lower case, as HTTP/2 requires (RFC 9113, section 8.2.1).
 * @returns Bytes of a field block.
 */
export function encodeField(name: string, value: string): number[] {
  return [0, ...encodeString(name), ...encodeString(value)];
}

/**
 * Decodes a field block from a peer that was allowed no dynamic table. Fields that no probe reads
 * may be missing: those with an entry of the static table that is left out here, or with a
 * character whose Huffman code is longer than 15 bits.
 *
 * @param block A whole block; the fragments of CONTINUATION frames are already joined.
 * @returns The fields by name; of a repeated field, the different values with commas between them (RFC
 * 9110, section 5.3): a peer must not choose which counts.
 * @throws {HpackError} if the block is malformed, or uses a dynamic table.
 */
export function decodeFields(block: Uint8Array): Map<string, string> {
  const fields = new Map<string, string>();
  const add = (name: string, value: string): void => {
    const before = fields.get(name);
    fields.set(name, before === undefined || before === value ? value : `${before}, ${value}`);
  };
  const reader = new BlockReader(block);
  while (!reader.atEnd) {
    const first = reader.peek();
    if (first & 0x80) {
      const index = indexWithin(reader.integer(7));
      const status = STATIC_STATUSES[index - FIRST_STATUS];
      if (status !== undefined) add(":status", status);
    } else if ((first & 0xe0) === 0x20) {
      if (reader.integer(5) !== 0) throw new HpackError("dynamic table");
    } else {
      const index = reader.integer((first & 0x40) ? 6 : 4);
      const name = index === 0 ? reader.string() : STATIC_NAMES.get(indexWithin(index));
      const value = reader.string();
      if (name !== undefined && value !== undefined) add(name, value);
    }
  }
  return fields;
}

function indexWithin(index: number): number {
  if (index < 1 || index > STATIC_ENTRIES) throw new HpackError("index out of range");
  return index;
}

function encodeString(text: string): number[] {
  const bytes = new TextEncoder().encode(text);
  return [...encodeInteger(bytes.length), ...bytes];
}

function encodeInteger(value: number): number[] {
  if (value < 0x7f) return [value];
  const bytes = [0x7f];
  for (value -= 0x7f; value >= 0x80; value >>>= 7) bytes.push((value & 0x7f) | 0x80);
  return [...bytes, value];
}

/** Reads the primitives of a field block (RFC 7541, section 5). */
class BlockReader {
  readonly #block: Uint8Array;
  #at = 0;

  constructor(block: Uint8Array) {
    this.#block = block;
  }

  get atEnd(): boolean {
    return this.#at >= this.#block.length;
  }

  peek(): number {
    const byte = this.#block[this.#at];
    if (byte === undefined) throw new HpackError("cut short");
    return byte;
  }

  /** Reads an integer with a prefix of `bits` bits (RFC 7541, section 5.1). */
  integer(bits: number): number {
    const mask = (1 << bits) - 1;
    let value = this.#byte() & mask;
    if (value < mask) return value;
    for (let shift = 0; shift <= 21; shift += 7) {
      const byte = this.#byte();
      value += (byte & 0x7f) << shift;
      if ((byte & 0x80) === 0) return value;
    }
    throw new HpackError("integer too large");
  }

  /** Reads a string literal; `undefined` if a Huffman code is longer than 15 bits. */
  string(): string | undefined {
    const huffman = (this.peek() & 0x80) !== 0;
    const length = this.integer(7);
    const bytes = this.#block.subarray(this.#at, this.#at + length);
    if (bytes.length < length) throw new HpackError("cut short");
    this.#at += length;
    return huffman ? decodeHuffman(bytes) : new TextDecoder("latin1").decode(bytes);
  }

  #byte(): number {
    const byte = this.peek();
    this.#at++;
    return byte;
  }
}

function decodeHuffman(bytes: Uint8Array): string | undefined {
  let text = "";
  let code = 0;
  let length = 0;
  // The lowest code of the current length: twice the one after the last of the previous length.
  let lowest = 0;
  for (const byte of bytes) {
    for (let bit = 7; bit >= 0; bit--) {
      code = (code << 1) | ((byte >> bit) & 1);
      lowest <<= 1;
      if (++length > MAX_CODE_BITS) return undefined;
      const characters = CHARACTERS_BY_BITS.get(length) ?? "";
      const character = characters[code - lowest];
      if (character === undefined) {
        lowest += characters.length;
        continue;
      }
      text += character;
      code = length = lowest = 0;
    }
  }
  // Padding is less than a byte of ones (RFC 7541, section 5.2).
  return length < 8 && code === (1 << length) - 1 ? text : undefined;
}
