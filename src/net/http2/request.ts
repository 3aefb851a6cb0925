/** @module One request over HTTP/2. */
import { type Stream, writeAll } from "../http1/exchange.ts";
import {
  concat,
  fieldBlock,
  FLAG,
  FRAME,
  frame,
  MAX_FRAME,
  NOT_HTTP2,
  readFrames,
  streamId,
  uint32,
  unpad,
} from "./frames.ts";
import { decodeFields, encodeField, HpackError } from "./hpack.ts";
import { CheckFailure } from "../../check/reason.ts";

/** A request. */
export interface Http2Request {
  /** The fields in lower case; pseudo-header fields come first (RFC 9113, section 8.3). */
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
}

/** A whole response. */
export interface Http2Response {
  /** The fields of the head, with a `:status` of three digits. */
  readonly head: ReadonlyMap<string, string>;
  /** The bytes of all DATA frames; `null` if the head ended the stream. */
  readonly body: Uint8Array | null;
  /** The fields after the body; empty without any. */
  readonly trailers: ReadonlyMap<string, string>;
}

const PREFACE = new TextEncoder().encode("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
const STREAM = 1;
const STATUS = /^\d{3}$/;
const INFORMATIONAL = /^1/;
/** HEADER_TABLE_SIZE 0, so that the peer uses no dynamic table; ENABLE_PUSH 0. */
const SETTINGS = [0, 1, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0];

/**
 * Sends one request over a new connection and reads its response (RFC 9113). The connection cannot
 * be used again.
 *
 * @param request Its body must fit into one frame, 16 KiB.
 * @returns The response, when its stream has ended.
 * @throws {CheckFailure} if the peer does not speak HTTP/2, resets the stream, refuses with GOAWAY,
 * closes too early, or sends more than 60 KiB.
 * @throws what the connection's `read` or `write` throws.
 */
export async function requestHttp2(conn: Stream, request: Http2Request): Promise<Http2Response> {
  await writeAll(
    conn,
    concat([
      PREFACE,
      frame(FRAME.SETTINGS, 0, 0, SETTINGS),
      ...headerFrames(request.fields.flatMap(([name, value]) => encodeField(name, value))),
      frame(FRAME.DATA, FLAG.END_STREAM, STREAM, request.body),
    ]),
  );
  let head: ReadonlyMap<string, string> | undefined;
  const body: Uint8Array[] = [];
  let block: Uint8Array[] = [];
  let endsStream = false;
  for await (const received of readFrames(conn)) {
    const { type, flags, stream, payload } = received;
    if (block.length > 0 && (type !== FRAME.CONTINUATION || stream !== STREAM)) {
      throw new CheckFailure("protocol", NOT_HTTP2);
    }
    switch (type) {
      case FRAME.SETTINGS:
        if (!(flags & FLAG.ACK)) await writeAll(conn, frame(FRAME.SETTINGS, FLAG.ACK, 0, []));
        continue;
      case FRAME.PING:
        if (!(flags & FLAG.ACK)) await writeAll(conn, frame(FRAME.PING, FLAG.ACK, 0, payload));
        continue;
      case FRAME.GOAWAY:
        // The server still responds on the streams up to the one that it names.
        if (streamId(payload, 0) < STREAM) throw new CheckFailure("reset", "server is going away");
        continue;
      case FRAME.PUSH_PROMISE:
        throw new CheckFailure("protocol", NOT_HTTP2);
    }
    if (stream !== STREAM) continue;
    switch (type) {
      case FRAME.RST_STREAM:
        throw new CheckFailure("reset", `stream reset with HTTP/2 error ${uint32(payload, 0)}`);
      case FRAME.DATA:
        if (head === undefined) throw new CheckFailure("protocol", NOT_HTTP2);
        body.push(unpad(received));
        if (flags & FLAG.END_STREAM) return { head, body: concat(body), trailers: new Map() };
        continue;
      case FRAME.HEADERS:
        endsStream = (flags & FLAG.END_STREAM) !== 0;
        block.push(fieldBlock(received));
        break;
      case FRAME.CONTINUATION:
        if (block.length === 0) throw new CheckFailure("protocol", NOT_HTTP2);
        block.push(payload);
        break;
      default:
        continue;
    }
    if (!(flags & FLAG.END_HEADERS)) continue;
    const section = decodeBlock(concat(block));
    block = [];
    if (head !== undefined) {
      // Trailers end the stream and have no pseudo-header field (RFC 9113, section 8.1).
      if (!endsStream || hasPseudoField(section)) throw new CheckFailure("protocol", NOT_HTTP2);
      return { head, body: concat(body), trailers: section };
    }
    const status = section.get(":status") ?? "";
    if (!STATUS.test(status)) throw new CheckFailure("protocol", NOT_HTTP2);
    if (INFORMATIONAL.test(status)) {
      // An interim response precedes the answer and is no part of it (RFC 9113, section 8.1).
      if (endsStream) throw new CheckFailure("protocol", NOT_HTTP2);
      continue;
    }
    if (endsStream) return { head: section, body: null, trailers: new Map() };
    head = section;
  }
  throw new CheckFailure("reset", "connection closed in the middle of the answer");
}

function decodeBlock(block: Uint8Array): Map<string, string> {
  try {
    return decodeFields(block);
  } catch (error) {
    if (error instanceof HpackError) throw new CheckFailure("protocol", NOT_HTTP2);
    throw error;
  }
}

function hasPseudoField(section: ReadonlyMap<string, string>): boolean {
  return [...section.keys()].some((name) => name.startsWith(":"));
}

/** A field block, which is never empty, in frames of the size that every peer accepts (RFC 9113, section 4.2). */
function headerFrames(block: readonly number[]): Uint8Array[] {
  const frames: Uint8Array[] = [];
  for (let at = 0; at < block.length; at += MAX_FRAME) {
    const isLast = at + MAX_FRAME >= block.length;
    const type = at === 0 ? FRAME.HEADERS : FRAME.CONTINUATION;
    const part = block.slice(at, at + MAX_FRAME);
    frames.push(frame(type, isLast ? FLAG.END_HEADERS : 0, STREAM, part));
  }
  return frames;
}
