/** @module The frames of HTTP/2 (RFC 9113, sections 4 and 6). */
import type { Stream } from "../http1/exchange.ts";
import { CheckFailure } from "../../check/reason.ts";

/** The frame types that a client handles (RFC 9113, section 6). */
export const FRAME = {
  DATA: 0,
  HEADERS: 1,
  RST_STREAM: 3,
  SETTINGS: 4,
  PUSH_PROMISE: 5,
  PING: 6,
  GOAWAY: 7,
  CONTINUATION: 9,
} as const;

/** The flags of frames; some share a bit. */
export const FLAG = { ACK: 1, END_STREAM: 1, END_HEADERS: 4, PADDED: 8, PRIORITY: 32 } as const;

/** The reason if the peer breaks the protocol. */
export const NOT_HTTP2 = "not gRPC: not HTTP/2";

const HEAD_LENGTH = 9;
const PRIORITY_LENGTH = 5;
/** The largest payload that every peer accepts, and the largest that this end does. */
export const MAX_FRAME: number = 16 * 1024;
/** Less than the initial flow-control window of 64 KiB - 1, so no WINDOW_UPDATE is needed. */
const MAX_RECEIVED = 60 * 1024;

/** A received frame. */
export interface Frame {
  readonly type: number;
  readonly flags: number;
  /** The stream identifier; 0 is the connection. */
  readonly stream: number;
  readonly payload: Uint8Array;
}

/**
 * Reads frames until the connection closes. The first must be SETTINGS (RFC 9113, section 3.4).
 *
 * @returns The frames in order. A frame that the close cuts short is left out.
 * @throws {CheckFailure} if the peer closes without a byte, sends something other than frames, a
 * frame over 16 KiB, or more than 60 KiB in all.
 * @throws what the connection's `read` throws.
 */
export async function* readFrames(conn: Stream): AsyncGenerator<Frame> {
  let buffer = new Uint8Array(HEAD_LENGTH + 1024);
  let filled = 0;
  let total = 0;
  for (let first = true;; first = false) {
    const fill = async (length: number): Promise<boolean> => {
      if (buffer.length < length) {
        const larger = new Uint8Array(length);
        larger.set(buffer);
        buffer = larger;
      }
      while (filled < length) {
        const count = await conn.read(buffer.subarray(filled));
        if (count === null) return false;
        filled += count;
      }
      return true;
    };
    if (!await fill(HEAD_LENGTH)) {
      if (first && filled === 0) {
        throw new CheckFailure("reset", "connection closed before an answer");
      }
      return;
    }
    const head = uint32(buffer, 0);
    const length = head >>> 8;
    const type = head & 0xff;
    if (length > MAX_FRAME || (first && type !== FRAME.SETTINGS)) {
      throw new CheckFailure("protocol", NOT_HTTP2);
    }
    if (!await fill(HEAD_LENGTH + length)) return;
    total += HEAD_LENGTH + length;
    if (total > MAX_RECEIVED) throw new CheckFailure("protocol", "answer is over 60 KiB");
    const payload = buffer.slice(HEAD_LENGTH, HEAD_LENGTH + length);
    yield { type, flags: buffer[4] ?? 0, stream: streamId(buffer, 5), payload };
    buffer.copyWithin(0, HEAD_LENGTH + length, filled);
    filled -= HEAD_LENGTH + length;
  }
}

/**
 * Encodes a frame to send.
 *
 * @param type One of {@linkcode FRAME}.
 * @param flags The sum of its flags, from {@linkcode FLAG}.
 * @param stream The stream identifier, below 256; 0 is the connection.
 * @param payload At most 16 KiB, the size that every peer accepts.
 */
export function frame(
  type: number,
  flags: number,
  stream: number,
  payload: readonly number[] | Uint8Array,
): Uint8Array {
  const { length } = payload;
  return Uint8Array.from([
    ...[length >>> 16, length >>> 8, length, type, flags, 0, 0, 0, stream],
    ...payload,
  ]);
}

/**
 * Removes the padding of a DATA or HEADERS frame (RFC 9113, section 6.1).
 *
 * @returns The payload without its padding.
 * @throws {CheckFailure} if the padding is longer than the payload.
 */
export function unpad({ payload, flags }: Frame): Uint8Array {
  if (!(flags & FLAG.PADDED)) return payload;
  const end = payload.length - (payload[0] ?? 0);
  if (end < 1) throw new CheckFailure("protocol", NOT_HTTP2);
  return payload.subarray(1, end);
}

/** Returns the fragment of a field block in a HEADERS frame, without padding and priority. */
export function fieldBlock(received: Frame): Uint8Array {
  const fragment = unpad(received);
  if (!(received.flags & FLAG.PRIORITY)) return fragment;
  if (fragment.length < PRIORITY_LENGTH) throw new CheckFailure("protocol", NOT_HTTP2);
  return fragment.subarray(PRIORITY_LENGTH);
}

/** Reads a stream identifier, without the reserved bit before it. */
export function streamId(bytes: Uint8Array, at: number): number {
  return uint32(bytes, at) & 0x7fffffff;
}

/** Reads an unsigned 32-bit integer in network byte order. Bytes beyond the end count as 0. */
export function uint32(bytes: Uint8Array, at: number): number {
  let value = 0;
  for (let i = 0; i < 4; i++) value = value * 256 + (bytes[at + i] ?? 0);
  return value;
}

/** Joins pieces of bytes. */
export function concat(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
