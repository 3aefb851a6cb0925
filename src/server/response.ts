import { negotiate } from "./negotiation.ts";
import { FORMATS, TEXT } from "../formats/formats.ts";
import type { Renderer } from "../check/report.ts";

/** An answer in a format. It holds for the moment alone. */
export function respond(
  status: number,
  body: string,
  { contentType, headers }: Pick<Renderer, "contentType" | "headers">,
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

/** A refusal in words. */
export function respondError(status: number, message: string): Response {
  return respond(status, `${message}\n`, { contentType: "text/plain; charset=utf-8" });
}

/** The renderer of the format that a request asks for. */
export async function rendererFor(accept: string | undefined): Promise<Renderer> {
  const type = await negotiate(accept, FORMATS.keys(), TEXT);
  const format = FORMATS.get(type);
  if (format === undefined) throw new TypeError(`no renderer for ${type}`);
  return await format.load();
}
