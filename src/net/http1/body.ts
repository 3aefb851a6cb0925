/** @module The body of an HTTP/1 response. */
import type { Stream } from "./exchange.ts";
import { fieldValues, type Head } from "./head.ts";
import { CheckFailure } from "../../check/reason.ts";

const BUFFER_SIZE = 16 * 1024;
const MAX_LINE = 8 * 1024;
const LF = 10;
const CLOSED_EARLY = "connection closed in the middle of the body";

/**
 * Reads the body that follows a head. RFC 9112, section 6.3, gives its length: chunked,
 * Content-Length, or until the close.
 *
 * @param conn The connection that the head was read from.
 * @param head The head of a response to GET or POST; a response to HEAD has no body.
 * @returns The bytes of the body without its framing, piece by piece as they arrive. The next piece
 * overwrites the one before.
 * @throws {CheckFailure} if the framing is malformed or the connection closes too early.
 * @throws what the connection's `read` throws.
 */
export async function* readBody(conn: Stream, head: Head): AsyncGenerator<Uint8Array> {
  const input = new Input(conn, head.rest);
  if (head.status === 204 || head.status === 304) return;
  if (endsWithClose(head)) return yield* input.untilClose();
  if (fieldValues(head, "transfer-encoding").length > 0) return yield* readChunks(input);
  const lengths = new Set(fieldValues(head, "content-length"));
  const [length = ""] = lengths;
  if (lengths.size > 1 || !/^\d{1,15}$/.test(length)) {
    throw new CheckFailure("protocol", "not HTTP: bad Content-Length");
  }
  yield* input.take(Number(length));
}

/** Returns whether only the close ends the body, so that a body that was cut looks whole. */
export function endsWithClose(head: Head): boolean {
  const coding = fieldValues(head, "transfer-encoding").at(-1);
  return coding === undefined
    ? fieldValues(head, "content-length").length === 0
    : coding.toLowerCase() !== "chunked";
}

async function* readChunks(input: Input): AsyncGenerator<Uint8Array> {
  for (;;) {
    const [, digits = ""] = /^([\da-f]{1,12})[ \t]*(?:;.*)?\r?$/i.exec(await input.line()) ?? [];
    const size = Number.parseInt(digits, 16);
    if (Number.isNaN(size)) throw new CheckFailure("protocol", "not HTTP: bad chunk");
    // The trailers after the last chunk are not part of the body.
    if (size === 0) return;
    yield* input.take(size);
    if ((await input.line()).trimEnd() !== "") {
      throw new CheckFailure("protocol", "not HTTP: bad chunk");
    }
  }
}

/** Buffers the bytes of a connection, starting with those already read. */
class Input {
  readonly #conn: Stream;
  readonly #buffer = new Uint8Array(BUFFER_SIZE);
  #unread: Uint8Array;

  constructor(conn: Stream, first: Uint8Array) {
    this.#conn = conn;
    this.#unread = first;
  }

  /** Reads exactly `count` bytes. */
  async *take(count: number): AsyncGenerator<Uint8Array> {
    for (let missing = count; missing > 0;) {
      if (!await this.#fill()) throw new CheckFailure("reset", CLOSED_EARLY);
      const piece = this.#unread.subarray(0, missing);
      this.#unread = this.#unread.subarray(piece.length);
      missing -= piece.length;
      yield piece;
    }
  }

  /** Reads until the connection closes. */
  async *untilClose(): AsyncGenerator<Uint8Array> {
    while (await this.#fill()) {
      const piece = this.#unread;
      this.#unread = this.#unread.subarray(piece.length);
      yield piece;
    }
  }

  /** Reads a line; returns it without its LF. */
  async line(): Promise<string> {
    let line = "";
    for (;;) {
      if (!await this.#fill()) throw new CheckFailure("reset", CLOSED_EARLY);
      const end = this.#unread.indexOf(LF);
      const piece = end < 0 ? this.#unread : this.#unread.subarray(0, end);
      line += new TextDecoder("latin1").decode(piece);
      this.#unread = this.#unread.subarray(piece.length + (end < 0 ? 0 : 1));
      if (end >= 0) return line;
      if (line.length > MAX_LINE) throw new CheckFailure("protocol", "not HTTP: bad chunk");
    }
  }

  /** Reads from the connection if the buffer is empty. Returns `false` once it has closed. */
  async #fill(): Promise<boolean> {
    while (this.#unread.length === 0) {
      const count = await this.#conn.read(this.#buffer);
      if (count === null) return false;
      this.#unread = this.#buffer.subarray(0, count);
    }
    return true;
  }
}
