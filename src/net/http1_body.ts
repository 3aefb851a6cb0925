import type { Stream } from "./exchange.ts";
import type { Head } from "./http1_head.ts";
import { CheckFailure } from "../check/reason.ts";

const BUFFER = 16 * 1024;
const LONGEST_LINE = 8 * 1024;
const LF = 10;
const CUT = "connection closed in the middle of the body";

/**
 * The body that follows a head, in pieces as they come; a piece is good until the next is asked for.
 * Its length is what RFC 9112, section 6.3 says: chunked, Content-Length, or until the close.
 *
 * Throws a CheckFailure where the framing is wrong or the connection closes too early; and what the
 * connection's read rejects with.
 */
export async function* readBody(conn: Stream, head: Head): AsyncGenerator<Uint8Array> {
  const input = new Input(conn, head.rest);
  if (head.status === 204 || head.status === 304) return;
  const codings = fieldValues(head.fields, "transfer-encoding");
  if (codings.length > 0) {
    if (codings.at(-1)?.toLowerCase() === "chunked") yield* readChunks(input);
    else yield* input.untilClose();
    return;
  }
  const lengths = new Set(fieldValues(head.fields, "content-length"));
  if (lengths.size === 0) return yield* input.untilClose();
  const [length = ""] = lengths;
  if (lengths.size > 1 || !/^\d{1,15}$/.test(length)) {
    throw new CheckFailure("not HTTP: bad Content-Length");
  }
  yield* input.take(Number(length));
}

async function* readChunks(input: Input): AsyncGenerator<Uint8Array> {
  for (;;) {
    const size = /^([\da-f]{1,12})[ \t]*(?:;.*)?\r?$/i.exec(await input.line())?.[1];
    if (size === undefined) throw new CheckFailure("not HTTP: bad chunk");
    // The trailers after the last chunk say nothing about the body.
    if (Number.parseInt(size, 16) === 0) return;
    yield* input.take(Number.parseInt(size, 16));
    if ((await input.line()).trimEnd() !== "") throw new CheckFailure("not HTTP: bad chunk");
  }
}

/** The values of a field, those of a list each for itself. */
function fieldValues(fields: string, name: string): string[] {
  return fields.split("\n")
    .filter((line) => line.slice(0, line.indexOf(":")).toLowerCase() === name)
    .flatMap((line) => line.slice(line.indexOf(":") + 1).split(","))
    .map((value) => value.trim());
}

/** Bytes from a connection, those first that were read already. */
class Input {
  readonly #conn: Stream;
  readonly #buffer = new Uint8Array(BUFFER);
  #left: Uint8Array;

  constructor(conn: Stream, first: Uint8Array) {
    this.#conn = conn;
    this.#left = first;
  }

  /** Exactly so many bytes. */
  async *take(count: number): AsyncGenerator<Uint8Array> {
    for (let wanted = count; wanted > 0;) {
      if (!await this.#fill()) throw new CheckFailure(CUT);
      const piece = this.#left.subarray(0, wanted);
      this.#left = this.#left.subarray(piece.length);
      wanted -= piece.length;
      yield piece;
    }
  }

  async *untilClose(): AsyncGenerator<Uint8Array> {
    while (await this.#fill()) {
      const piece = this.#left;
      this.#left = this.#left.subarray(piece.length);
      yield piece;
    }
  }

  /** A line without its LF. */
  async line(): Promise<string> {
    let line = "";
    for (;;) {
      if (!await this.#fill()) throw new CheckFailure(CUT);
      const end = this.#left.indexOf(LF);
      const piece = end < 0 ? this.#left : this.#left.subarray(0, end);
      line += new TextDecoder("latin1").decode(piece);
      this.#left = this.#left.subarray(piece.length + (end < 0 ? 0 : 1));
      if (end >= 0) return line;
      if (line.length > LONGEST_LINE) throw new CheckFailure("not HTTP: bad chunk");
    }
  }

  /** Whether anything is left to take. */
  async #fill(): Promise<boolean> {
    while (this.#left.length === 0) {
      const count = await this.#conn.read(this.#buffer);
      if (count === null) return false;
      this.#left = this.#buffer.subarray(0, count);
    }
    return true;
  }
}
