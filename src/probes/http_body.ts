import type { Stream } from "../net/exchange.ts";
import { fieldValues, type Head } from "../net/http1_head.ts";
import { readBody } from "../net/http1_body.ts";
import type { Milliseconds } from "../process/duration.ts";
import { sleep } from "../process/sleep.ts";
import { isExpected, type JsonExpectation } from "./json_path.ts";
import { JsonScanner } from "./json_scanner.ts";
import { JsonValues } from "./json_values.ts";
import type { HttpOptions } from "./http_options.ts";

/** The bytes of a body that are read. */
const MAX_BODY = 1024 * 1024;
/** After this, and the piece at hand, a check yields to the event loop. */
const MAX_BUSY_MS: Milliseconds = 2;
/**
 * The registered codings that compress (RFC 9110, section 16.6.1). Servers that do not compress are
 * known to send others, such as `utf-8`.
 */
const COMPRESSION = /^(?:br|(?:x-)?compress|dcb|dcz|deflate|(?:x-)?gzip|zstd)$/i;
const NOT_JSON = "body is not JSON";

/**
 * Judges a body by the options `contains` and `json`. It stops reading once the result is known, at
 * the latest after 1 MiB. With `json`, a longer body fails. It holds no more than a piece of the body,
 * and what {@linkcode JsonValues} keeps.
 *
 * @returns The reason for a failure, or `null`. A reason never quotes the expected text or value,
 * which may be secret.
 * @throws what {@linkcode readBody} throws.
 */
export async function judgeBody(
  { contains, json }: Pick<HttpOptions, "contains" | "json">,
  conn: Stream,
  head: Head,
): Promise<string | null> {
  const compressions = ["content-encoding", "transfer-encoding"]
    .flatMap((name) => fieldValues(head, name))
    .filter((coding) => COMPRESSION.test(coding));
  if (compressions.length > 0) return `the answer is compressed (${compressions.join(", ")})`;
  const search = contains === null ? undefined : searchFor(contains);
  const document = json === null ? undefined : new JsonDocument(json);
  let found = search === undefined;
  let length = 0;
  let busyMs: Milliseconds = 0;
  for await (const piece of readBody(conn, head)) {
    const startMs = performance.now();
    const within = piece.subarray(0, MAX_BODY - length);
    length += piece.length;
    found ||= search?.(within) ?? true;
    if (document === undefined && found) return null;
    if (length > MAX_BODY) break;
    if (document?.write(within) === false) return NOT_JSON;
    busyMs += performance.now() - startMs;
    // A read of bytes that have already arrived does not yield to the event loop.
    if (busyMs > MAX_BUSY_MS) {
      await sleep(0);
      busyMs = 0;
    }
  }
  if (document !== undefined && length > MAX_BODY) return "body is over 1 MiB";
  if (!found) return "body does not hold the text";
  return document?.judge() ?? null;
}

/** A document that is judged while it arrives, because a parsed one takes a hundred times its size. */
class JsonDocument {
  readonly #values: JsonValues;
  readonly #scanner: JsonScanner;

  constructor(expectation: JsonExpectation) {
    this.#values = new JsonValues(expectation.path, (value) => isExpected(value, expectation));
    this.#scanner = new JsonScanner(this.#values);
  }

  /** Reads the next bytes. Returns `false` if they are not JSON. */
  write(piece: Uint8Array): boolean {
    return succeeds(() => this.#scanner.write(piece));
  }

  /** Ends the document. Returns the reason for a failure, or `null`. */
  judge(): string | null {
    if (!succeeds(() => this.#scanner.end())) return NOT_JSON;
    return this.#values.total.accepted > 0 ? null : "body's JSON has no such value";
  }
}

function succeeds(scan: () => void): boolean {
  try {
    scan();
    return true;
  } catch {
    return false;
  }
}

/** Creates a search for a text in a stream of UTF-8; a match may span pieces. */
function searchFor(text: string): (piece: Uint8Array) => boolean {
  const needle = binary(new TextEncoder().encode(text));
  let tail = "";
  return (piece) => {
    const window = tail + binary(piece);
    tail = window.slice(Math.max(0, window.length - needle.length + 1));
    return window.includes(needle);
  };
}

/**
 * Maps each byte to one character. TextDecoder's `latin1` is windows-1252: it differs from 128 to
 * 159.
 */
function binary(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
