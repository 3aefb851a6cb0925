import type { Stream } from "../net/exchange.ts";
import type { Head } from "../net/http1_head.ts";
import { readBody } from "../net/http1_body.ts";
import { holds, type JsonExpectation, parseJson } from "./json_path.ts";
import type { HttpOptions } from "./http_options.ts";

/** The bytes of a body that are read. */
const MAX_BODY = 1024 * 1024;

/**
 * Judges a body by the options `contains` and `json`. It stops reading once the result is known, at
 * the latest after 1 MiB. With `json`, a longer body fails.
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
  const search = contains === null ? undefined : searchFor(contains);
  const collected: Uint8Array[] = [];
  let found = search === undefined;
  let length = 0;
  for await (const piece of readBody(conn, head)) {
    const within = piece.subarray(0, MAX_BODY - length);
    length += piece.length;
    found ||= search?.(within) ?? true;
    if (json === null && found) return null;
    if (json !== null) collected.push(within.slice());
    if (length > MAX_BODY) break;
  }
  if (json !== null && length > MAX_BODY) return "body is over 1 MiB";
  if (!found) return "body does not hold the text";
  return json === null ? null : judgeJson(json, collected);
}

function judgeJson(expectation: JsonExpectation, pieces: readonly Uint8Array[]): string | null {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let document: unknown;
  try {
    const text = pieces.map((piece) => decoder.decode(piece, { stream: true })).join("");
    document = parseJson(text + decoder.decode());
  } catch {
    return "body is not JSON";
  }
  return holds(document, expectation) ? null : "body's JSON has no such value";
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
