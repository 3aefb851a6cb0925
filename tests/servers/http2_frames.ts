/** @module Frames of HTTP/2 byte by byte, by the numbers of RFC 9113, section 6. */

export const TYPE = {
  DATA: 0,
  HEADERS: 1,
  PRIORITY: 2,
  RST_STREAM: 3,
  SETTINGS: 4,
  PUSH_PROMISE: 5,
  PING: 6,
  GOAWAY: 7,
  WINDOW_UPDATE: 8,
  CONTINUATION: 9,
  UNKNOWN: 0xfa,
} as const;

export const ACK = 0x01;
export const END_STREAM = 0x01;
export const END_HEADERS = 0x04;
export const PADDED = 0x08;
export const PRIORITY = 0x20;

export type Bytes = readonly number[];

export function frame(type: number, flags: number, stream: number, payload: Bytes = []): Bytes {
  return [...uint32(payload.length).slice(1), type, flags, ...uint32(stream), ...payload];
}

export function uint32(value: number): Bytes {
  return [24, 16, 8, 0].map((shift) => value >>> shift & 0xff);
}

export function text(characters: string): Bytes {
  return [...new TextEncoder().encode(characters)];
}

/** A field without indexing or Huffman's code (RFC 7541); name and value are shorter than 127 bytes. */
export function field(name: string, value: string): Bytes {
  return [0, name.length, ...text(name), value.length, ...text(value)];
}

/** Frames of an unknown type that have this length together, their heads included. */
export function ballast(length: number): Bytes {
  const frames: number[] = [];
  while (frames.length < length) {
    const size = Math.min(length - frames.length, 16_000);
    frames.push(...frame(TYPE.UNKNOWN, 0, 0, new Array(size - 9).fill(0)));
  }
  return frames;
}
