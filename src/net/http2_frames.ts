import type { Stream } from "./exchange.ts";
import { CheckFailure } from "../check/reason.ts";

/** The types of frames that matter here (RFC 9113, section 6). */
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

/** Their flags. */
export const FLAG = { ACK: 1, END_STREAM: 1, END_HEADERS: 4, PADDED: 8, PRIORITY: 32 } as const;

/** The reason where the other end breaks the protocol. */
export const NOT_HTTP2 = "not gRPC: not HTTP/2";

const HEAD_LENGTH = 9;
const PRIORITY_LENGTH = 5;
const LARGEST_FRAME = 16 * 1024;
/** Within the flow-control window that a connection begins with, so that it need not be widened. */
const LARGEST_ANSWER = 60 * 1024;

/** A frame as it came. */
export interface Frame {
  readonly type: number;
  readonly flags: number;
  readonly stream: number;
  readonly payload: Uint8Array;
}

/**
 * The frames that come in, the first of which must be SETTINGS.
 *
 * Throws a CheckFailure where they are not HTTP/2's or more than 60 KiB; and what the connection's
 * read rejects with.
 */
export async function* readFrames(conn: Stream): AsyncGenerator<Frame> {
  let buffer = new Uint8Array(HEAD_LENGTH + 1024);
  let filled = 0;
  let total = 0;
  for (let first = true;; first = false) {
    const fill = async (wanted: number): Promise<boolean> => {
      if (buffer.length < wanted) {
        const larger = new Uint8Array(wanted);
        larger.set(buffer);
        buffer = larger;
      }
      while (filled < wanted) {
        const count = await conn.read(buffer.subarray(filled));
        if (count === null) return false;
        filled += count;
      }
      return true;
    };
    if (!await fill(HEAD_LENGTH)) {
      if (first && filled === 0) throw new CheckFailure("connection closed before an answer");
      return;
    }
    const head = uint32(buffer, 0);
    const length = head >>> 8;
    const type = head & 0xff;
    if (length > LARGEST_FRAME || (first && type !== FRAME.SETTINGS)) {
      throw new CheckFailure(NOT_HTTP2);
    }
    if (!await fill(HEAD_LENGTH + length)) return;
    total += HEAD_LENGTH + length;
    if (total > LARGEST_ANSWER) throw new CheckFailure("answer is over 60 KiB");
    const payload = buffer.slice(HEAD_LENGTH, HEAD_LENGTH + length);
    yield { type, flags: buffer[4] ?? 0, stream: streamId(buffer, 5), payload };
    buffer.copyWithin(0, HEAD_LENGTH + length, filled);
    filled -= HEAD_LENGTH + length;
  }
}

/** A frame to send; stream and type below 256. */
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

/** The payload of a DATA or HEADERS frame without its padding. */
export function unpad({ payload, flags }: Frame): Uint8Array {
  if (!(flags & FLAG.PADDED)) return payload;
  const end = payload.length - (payload[0] ?? 0);
  if (end < 1) throw new CheckFailure(NOT_HTTP2);
  return payload.subarray(1, end);
}

/** The fragment of a field block that a HEADERS frame holds, without padding and priority. */
export function fieldBlock(received: Frame): Uint8Array {
  const fragment = unpad(received);
  if (!(received.flags & FLAG.PRIORITY)) return fragment;
  if (fragment.length < PRIORITY_LENGTH) throw new CheckFailure(NOT_HTTP2);
  return fragment.subarray(PRIORITY_LENGTH);
}

/** The stream identifier at a place, without the bit before it, which is reserved. */
export function streamId(bytes: Uint8Array, at: number): number {
  return uint32(bytes, at) & 0x7fffffff;
}

/** The four bytes at a place, those that are missing taken for 0. */
export function uint32(bytes: Uint8Array, at: number): number {
  let value = 0;
  for (let i = 0; i < 4; i++) value = value * 256 + (bytes[at + i] ?? 0);
  return value;
}

/** The pieces as one. */
export function concat(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
