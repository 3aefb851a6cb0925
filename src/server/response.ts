/** @module What every answer has in common. */
import type { Representation } from "../formats/format.ts";

/** Creates an answer. It is valid for this moment alone, so nothing may store it. */
export function respond(
  status: number,
  body: string,
  { contentType, headers }: Representation,
): Response {
  return new Response(body, {
    status,
    headers: {
      "Content-Type": contentType,
      "Cache-Control": "no-store",
      "Vary": "Accept",
      "X-Content-Type-Options": "nosniff",
      ...headers,
    },
  });
}

/** Creates an answer that says in words why there is no other. */
export function respondError(
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return respond(status, `${message}\n`, { contentType: "text/plain; charset=utf-8", headers });
}

/** A longer body is not kept: it has times in it, or is of many endpoints. */
const MAX_KEPT = 8 * 1024;

/** Answers mostly with the same text: a clone of the last answer costs less than a new one. */
export class RepeatedResponse {
  #status: number | undefined;
  #body: string | undefined;
  #representation: Representation | undefined;
  #last: Response | undefined;

  /** Creates an answer, as {@linkcode respond} does. */
  respond(status: number, body: string, representation: Representation): Response {
    if (body.length > MAX_KEPT) return respond(status, body, representation);
    if (
      body !== this.#body || status !== this.#status || representation !== this.#representation
    ) {
      this.#status = status;
      this.#body = body;
      this.#representation = representation;
      this.#last = undefined;
      return respond(status, body, representation);
    }
    this.#last ??= respond(status, body, representation);
    return this.#last.clone();
  }
}
