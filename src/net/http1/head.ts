/** @module The head of an HTTP/1 response. */
import { STATUS_CODE } from "@std/http/status";
import type { Stream } from "./exchange.ts";
import { CheckFailure } from "../../check/reason.ts";

/** The status line and the fields of a response. */
export interface Head {
  /** The final status; interim responses (100 to 199, except 101) are skipped. */
  readonly status: number;
  /** The field lines as received, without the status line. */
  readonly fields: string;
  /** The bytes already read beyond the head: the start of the body. */
  readonly rest: Uint8Array<ArrayBuffer>;
}

/** Most heads fit. */
const BUFFER_SIZE = 1024;
const MAX_HEAD = 64 * 1024;
const LF = 10;
const CR = 13;
const TLS_ALERT = 21;
const SETTINGS = 4;
const PREAMBLE = new TextEncoder().encode("HTTP/1.");
/** Go's net/http and curl also accept several spaces before the status, and any reason phrase. */
const STATUS_LINE = /^HTTP\/1\.[01] +(\d{3})(?: [^\n]*|\r)?\n/;
/**
 * Go's net/http and curl also accept spaces in a name, and before its colon. A line that starts with
 * white space continues the previous one (RFC 9112, section 5.2).
 */
const FIELD_LINES =
  /^(?:[!#$%&'*+.^_`|~\w-][!#$%&'*+.^_`|~\w -]*:[^\r\n\0]*\r?\n(?:[ \t][^\r\n\0]*\r?\n)*)*\r?\n$/;
const FOLD = /\r?\n[ \t]+/g;
const utf8 = new TextDecoder();
/** The octets of a field value need not be UTF-8. */
const latin1 = new TextDecoder("latin1");
const NOT_HTTP = "not HTTP";
const HEAD_TOO_LARGE = "answer's head is over 64 KiB";

/**
 * Reads the head of an HTTP/1.1 or HTTP/1.0 response (RFC 9112). It reads no more of the body than
 * arrives in the same read.
 *
 * @returns The head of the final response.
 * @throws {CheckFailure} if the peer closes too early, does not speak HTTP/1, or sends more than 64
 * KiB of head, interim responses included.
 * @throws what the connection's `read` throws.
 */
export async function readHead(conn: Stream): Promise<Head> {
  let buffer = new Uint8Array(BUFFER_SIZE);
  let filled = 0;
  let interim = 0;
  let total = 0;
  let lineStart = 0;
  let scanned = 0;
  for (;;) {
    for (; scanned < filled; scanned++) {
      if (buffer[scanned] !== LF) continue;
      const blank = scanned === lineStart ||
        (scanned === lineStart + 1 && buffer[lineStart] === CR);
      lineStart = scanned + 1;
      if (!blank) continue;
      if (lineStart > MAX_HEAD) throw new CheckFailure("protocol", HEAD_TOO_LARGE);
      const { status, fields } = parseHead(buffer.subarray(0, lineStart));
      if (!isInterim(status)) return { status, fields, rest: buffer.subarray(lineStart, filled) };
      interim = status;
      buffer.copyWithin(0, lineStart, filled);
      filled -= lineStart;
      lineStart = 0;
      scanned = -1;
    }
    if (!startsLikeHttp(buffer, filled)) {
      throw new CheckFailure("protocol", notHttp(buffer.subarray(0, filled)));
    }
    if (total > MAX_HEAD) throw new CheckFailure("protocol", HEAD_TOO_LARGE);
    if (filled === buffer.length) buffer = grown(buffer);
    const count = await conn.read(filled === 0 ? buffer : buffer.subarray(filled));
    if (count === null) throw new CheckFailure("reset", closedEarly(filled, interim));
    filled += count;
    total += count;
  }
}

function parseHead(bytes: Uint8Array): { status: number; fields: string } {
  const text = decodeHead(bytes);
  const match = STATUS_LINE.exec(text);
  if (match === null) throw new CheckFailure("protocol", NOT_HTTP);
  const lines = text.slice(match[0].length);
  if (!FIELD_LINES.test(lines)) throw new CheckFailure("protocol", NOT_HTTP);
  return { status: Number(match[1]), fields: lines };
}

/** Decodes Latin-1. ASCII is also UTF-8, which takes a third of the time. */
function decodeHead(bytes: Uint8Array): string {
  const text = utf8.decode(bytes);
  const isAscii = text.length === bytes.length && !text.includes("\ufffd");
  return isAscii ? text : latin1.decode(bytes);
}

/**
 * Returns the values of a field, one by one where a line lists several (RFC 9110, section 5.6.1).
 *
 * @param name In lower case. A name with a space before its colon is another one.
 */
export function fieldValues({ fields }: Pick<Head, "fields">, name: string): string[] {
  // Most answers have no such field. To split them all would take 5 us more for each check.
  if (!fields.toLowerCase().includes(name)) return [];
  const values: string[] = [];
  for (const line of fields.replace(FOLD, " ").split("\n")) {
    if (line[name.length] !== ":" || line.slice(0, name.length).toLowerCase() !== name) continue;
    for (const value of line.slice(name.length + 1).split(",")) values.push(value.trim());
  }
  return values;
}

/** Reports whether a body of a known length has come with the head. */
export function hasWholeBody(head: Head): boolean {
  const { rest } = head;
  const [length = "", ...others] = fieldValues(head, "content-length");
  return others.length === 0 && /^\d{1,15}$/.test(length) && rest.length >= Number(length) &&
    fieldValues(head, "transfer-encoding").length === 0;
}

function isInterim(status: number): boolean {
  return status >= 100 && status < 200 && status !== STATUS_CODE.SwitchingProtocols;
}

function startsLikeHttp(bytes: Uint8Array, filled: number): boolean {
  const length = Math.min(filled, PREAMBLE.length);
  for (let i = 0; i < length; i++) if (bytes[i] !== PREAMBLE[i]) return false;
  return true;
}

function notHttp(bytes: Uint8Array): string {
  if (bytes[0] === TLS_ALERT) return `${NOT_HTTP}, but TLS`;
  return isSettings(bytes) ? "not HTTP/1.1, but HTTP/2" : NOT_HTTP;
}

/** Whether bytes start with a SETTINGS frame, with which a server of HTTP/2 begins (RFC 9113, section 3.4). */
function isSettings([high, , , type, flags, ...id]: Uint8Array): boolean {
  return high === 0 && type === SETTINGS && flags === 0 &&
    id.slice(0, 4).every((byte) => byte === 0);
}

function closedEarly(filled: number, interim: number): string {
  if (filled > 0) return "connection closed in the middle of the answer";
  return interim > 0 ? `status ${interim}, then closed` : "connection closed before an answer";
}

function grown(buffer: Uint8Array): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(buffer.length * 2);
  larger.set(buffer);
  return larger;
}
