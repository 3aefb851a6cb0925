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

/** Answers mostly with the same text. A clone of the last answer takes 0.4 us, and a new one 5.3. */
export class RepeatedResponse {
  #last?: {
    readonly status: number;
    readonly body: string;
    readonly representation: Representation;
    readonly response: Response;
  };

  /** Creates an answer, as {@linkcode respond} does. */
  respond(status: number, body: string, representation: Representation): Response {
    if (body.length > MAX_KEPT) return respond(status, body, representation);
    const last = this.#last;
    if (
      body === last?.body && status === last.status && representation === last.representation
    ) return last.response.clone();
    const response = respond(status, body, representation);
    this.#last = { status, body, representation, response };
    return response.clone();
  }
}
