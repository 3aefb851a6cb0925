/** @module The request of a check over HTTP/1.1, and its parts that stand in files. */
import type { Endpoint } from "../../check/endpoint.ts";
import { basicCredentials, requestBytes } from "../../net/http1/request.ts";
import type { ReadFile } from "../../net/files/reads.ts";
import { VERSION } from "../../process/version.ts";
import { readHeaders } from "../headers/files.ts";
import type { Header } from "../headers/options.ts";
import { type HttpOptions, judgesBody } from "./options.ts";

/** The parts of a request that files may hold. */
export interface RequestParts {
  /** The endpoint's own fields; each replaces one that is sent anyway. */
  readonly headers: readonly Header[];
  /** The body; `null` if there is none. */
  readonly body: Uint8Array | null;
}

/**
 * Creates the bytes of a request.
 *
 * @param host The value of the `Host` field.
 * @param target The path and query to request.
 */
export function formatRequest(
  { url, own }: Endpoint<HttpOptions>,
  { host, target, headers, body }: RequestParts & { host: string; target: string },
): Uint8Array {
  const method = own.method ?? (body === null ? "GET" : "POST");
  const fields = new Map([
    ["host", `Host: ${host}`],
    ["user-agent", `User-Agent: healthcheck/${VERSION}`],
    ["accept", "Accept: */*"],
    ["connection", "Connection: close"],
  ]);
  if (judgesBody(own)) {
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
  return requestBytes(lines, body);
}

/** Returns the parts of a request that stand in the arguments. */
export function partsOf({ headers, body }: HttpOptions): RequestParts {
  return { headers, body: body === null ? null : new TextEncoder().encode(body) };
}

/**
 * Reads the parts of a request.
 *
 * Rejects as {@linkcode readHeaders} does.
 */
export async function readRequestFiles(
  own: HttpOptions,
  readFile: ReadFile,
  signal: AbortSignal,
): Promise<RequestParts> {
  const headers = await readHeaders(own, readFile, signal);
  const body = own.bodyFile === null ? partsOf(own).body : await readFile(own.bodyFile, signal);
  return { headers, body };
}
