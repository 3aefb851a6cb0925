/** @module What the phases of an exchange over HTTP/1.1 show. */
import type { OngoingPhase } from "../../check/trace.ts";
import { fieldValues, type Head } from "../../net/http1/head.ts";

const latin1 = new TextDecoder("latin1");
/** A media type without parameters, of a bounded length. */
const MEDIA_TYPE = /^[\w.+-]{1,40}\/[\w.+-]{1,80}/;

/**
 * Describes a request without its query, the values of its fields and its body:
 * `GET /health, HTTP/1.1, 5 headers, no body`.
 */
export function requestInWords(request: Uint8Array): string {
  const [head = ""] = latin1.decode(request).split("\r\n\r\n", 1);
  const [line = "", ...fields] = head.split("\r\n");
  const [method, target = "", version] = line.split(" ");
  const [path] = target.split("?", 1);
  const body = request.length - head.length - 4;
  return `${method} ${path}, ${version}, ${fields.length} headers, ${
    body === 0 ? "no body" : `a body of ${body} bytes`
  }`;
}

/** Describes a head by its status and its media type: `200, application/json`. */
export function headInWords(head: Head): string {
  const [type = ""] = fieldValues(head, "content-type");
  return [head.status, ...MEDIA_TYPE.exec(type) ?? []].join(", ");
}

/** Passes the pieces of a body on, and lets the phase show how many bytes have come. */
export async function* counted(
  pieces: AsyncIterable<Uint8Array>,
  head: Head,
  receive: OngoingPhase,
): AsyncGenerator<Uint8Array> {
  const start = receive.shown;
  const [length = ""] = fieldValues(head, "content-length");
  const of = /^\d{1,15}$/.test(length) ? ` of ${length}` : "";
  let count = 0;
  receive.shown = `${start}, 0${of} bytes`;
  for await (const piece of pieces) {
    count += piece.length;
    receive.shown = `${start}, ${count}${of} bytes`;
    yield piece;
  }
}
