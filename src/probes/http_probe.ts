/** @module The probe of every kind that speaks HTTP/1.1. */
import type { Endpoint } from "../check/endpoint.ts";
import type { Probe } from "../check/target.ts";
import { exchange, type Open, writeAll } from "../net/exchange.ts";
import { readHead } from "../net/http1_head.ts";
import type { Sockets } from "../net/socket_limit.ts";
import { VERSION } from "../process/version.ts";
import type { HttpOptions } from "./http_options.ts";

/** The defaults of the options. The statuses that are success are those of the kubelet. */
export const HTTP_DEFAULTS: HttpOptions = {
  status: [{ first: 200, last: 399 }],
  method: "GET",
  headers: [],
  contains: null,
  json: null,
};

/** Options of {@linkcode createHttpProbe}. */
export interface CreateHttpProbeOptions {
  /** Opens a new connection, which the probe closes. */
  open: Open;
  /** The sockets that the endpoint may use. */
  sockets: Sockets;
  /**
   * The value of the `Host` field.
   * @default {endpoint.url.host}
   */
  host?: string;
  /**
   * The path and query to request.
   * @default {endpoint.url.pathname + endpoint.url.search}
   */
  target?: string;
}

/**
 * Creates a probe that sends one request over a connection of its own. It judges the answer by its
 * status, and by its body where the endpoint says so. A redirect is an answer; it is not followed.
 *
 * It speaks HTTP/1.1 over a bare connection because `fetch` obeys proxy variables even for localhost,
 * refuses some ports, and costs 20 MB more memory (see the README).
 */
export async function createHttpProbe(
  endpoint: Endpoint<HttpOptions>,
  {
    open,
    sockets,
    host = endpoint.url.host,
    target = endpoint.url.pathname + endpoint.url.search,
  }: CreateHttpProbeOptions,
): Promise<Probe> {
  const { own } = endpoint;
  const request = requestOf(endpoint, host, target);
  const judgeBody = own.contains === null && own.json === null
    ? undefined
    : (await import("./http_body.ts")).judgeBody;

  return (signal) =>
    exchange({ open, sockets, signal }, async (conn) => {
      await writeAll(conn, request);
      const head = await readHead(conn);
      const { status } = head;
      if (!own.status.some(({ first, last }) => status >= first && status <= last)) {
        return { ok: false, status, reason: `status ${status}` };
      }
      const reason = await judgeBody?.(own, conn, head) ?? null;
      return reason === null ? { ok: true, status } : { ok: false, status, reason };
    });
}

function requestOf(
  { url, own: { method, headers, contains, json } }: Endpoint<HttpOptions>,
  host: string,
  target: string,
): Uint8Array {
  const fields = new Map([
    ["host", `Host: ${host}`],
    ["user-agent", `User-Agent: healthcheck/${VERSION}`],
    ["accept", "Accept: */*"],
    ["connection", "Connection: close"],
  ]);
  if (contains !== null || json !== null) {
    fields.set("accept-encoding", "Accept-Encoding: identity");
  }
  if (url.username !== "" || url.password !== "") {
    fields.set("authorization", `Authorization: ${basicCredentials(url)}`);
  }
  if (method === "POST") fields.set("content-length", "Content-Length: 0");
  for (const [name] of headers) fields.delete(name.toLowerCase());
  const lines = [
    `${method} ${target} HTTP/1.1`,
    ...fields.values(),
    ...headers.map(([name, value]) => `${name}: ${value}`),
  ];
  return new TextEncoder().encode(`${lines.join("\r\n")}\r\n\r\n`);
}

/** RFC 7617, in UTF-8. */
function basicCredentials(url: URL): string {
  const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  return `Basic ${btoa(String.fromCharCode(...new TextEncoder().encode(pair)))}`;
}
