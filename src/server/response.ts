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
