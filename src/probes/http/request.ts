/** @module The bytes of an HTTP/1.1 request, and its parts that stand in files. */
import type { Endpoint } from "../../check/endpoint.ts";
import type { ReadFile } from "../../net/files/reads.ts";
import { VERSION } from "../../process/version.ts";
import { readHeaders } from "../headers/files.ts";
import type { Header } from "../headers/options.ts";
import type { HttpOptions } from "./options.ts";

/** Options of {@linkcode formatRequest}. */
export interface FormatRequestOptions {
  /** The value of the `Host` field. */
  host: string;
  /** The path and query to request. */
  target: string;
  /** The endpoint's own fields; each replaces one that is sent anyway. */
  headers: readonly Header[];
  /** The body; `null` if there is none. */
  body: Uint8Array | null;
}

/** Creates the bytes of a request. */
export function formatRequest(
  { url, own }: Endpoint<HttpOptions>,
  { host, target, headers, body }: FormatRequestOptions,
): Uint8Array {
  const method = own.method ?? (body === null ? "GET" : "POST");
  const fields = new Map([
    ["host", `Host: ${host}`],
    ["user-agent", `User-Agent: healthcheck/${VERSION}`],
    ["accept", "Accept: */*"],
    ["connection", "Connection: close"],
  ]);
  if ([own.contains, own.json, own.metric, own.progress].some((part) => part !== null)) {
    fields.set("accept-encoding", "Accept-Encoding: identity");
  }
  if (url.username !== "" || url.password !== "") {
    fields.set("authorization", `Authorization: ${basicCredentials(url)}`);
  }
  if (body !== null) fields.set("content-type", "Content-Type: application/json");
  if (body !== null || method === "POST" || method === "PUT") {
    fields.set("content-length", `Content-Length: ${body?.length ?? 0}`);
  }
  for (const [name] of headers) fields.delete(name.toLowerCase());
  const lines = [
    `${method} ${target} HTTP/1.1`,
    ...fields.values(),
    ...headers.map(([name, value]) => `${name}: ${value}`),
  ];
  const head = new TextEncoder().encode(`${lines.join("\r\n")}\r\n\r\n`);
  if (body === null) return head;
  const request = new Uint8Array(head.length + body.length);
  request.set(head);
  request.set(body, head.length);
  return request;
}

/** RFC 7617, in UTF-8. */
function basicCredentials(url: URL): string {
  const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  return `Basic ${btoa(String.fromCharCode(...new TextEncoder().encode(pair)))}`;
}

/**
 * Returns the fields and the body of an endpoint that speaks HTTP.
 *
 * Rejects as {@linkcode readHeaders} does.
 */
export async function readRequestFiles(
  own: HttpOptions,
  readFile: ReadFile,
  signal: AbortSignal,
): Promise<{ headers: readonly Header[]; body: Uint8Array | null }> {
  const headers = await readHeaders(own, readFile, signal);
  if (own.bodyFile !== null) return { headers, body: await readFile(own.bodyFile, signal) };
  return { headers, body: own.body === null ? null : new TextEncoder().encode(own.body) };
}
