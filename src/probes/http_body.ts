import type { Stream } from "../net/exchange.ts";
import type { Head } from "../net/http1_head.ts";
import { readBody } from "../net/http1_body.ts";
import { holds, type JsonExpectation, parseJson } from "./json_path.ts";
import type { HttpOptions } from "./http_options.ts";

/** How much of a body is read: 1 MiB. */
const LARGEST_BODY = 1024 * 1024;

/**
 * Judges a body by the endpoint's `contains` and `json`, reading no more of it than that needs.
 * Returns the reason why it will not do, or `null`. A reason never quotes what was looked for.
 *
 * Throws what readBody throws.
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
    const within = piece.subarray(0, LARGEST_BODY - length);
    length += piece.length;
    found ||= search?.(within) ?? true;
    if (json === null && found) return null;
    if (json !== null) collected.push(within.slice());
    if (length > LARGEST_BODY) break;
  }
  if (json !== null && length > LARGEST_BODY) return "body is over 1 MiB";
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

/** Finds a text in a stream of its UTF-8 bytes, wherever the pieces are cut. */
function searchFor(text: string): (piece: Uint8Array) => boolean {
  const needle = binary(new TextEncoder().encode(text));
  let tail = "";
  return (piece) => {
    const window = tail + binary(piece);
    tail = window.slice(Math.max(0, window.length - needle.length + 1));
    return window.includes(needle);
  };
}

/** A string with one character for each byte; `latin1` would make others of 128 to 159. */
function binary(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
