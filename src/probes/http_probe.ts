import { exchange, type Open, writeAll } from "../net/exchange.ts";
import { readHead } from "../net/http1_head.ts";
import type { Endpoint, Probe } from "../check/report.ts";
import { VERSION } from "../process/version.ts";

/** How to reach an endpoint that speaks HTTP. */
export interface CreateHttpProbeOptions {
  /** Opens a new connection, which the check closes. */
  open: Open;
  /**
   * The `Host` field.
   * @default {endpoint.url.host}
   */
  host?: string;
  /**
   * The path and query to ask for.
   * @default {endpoint.url.pathname + endpoint.url.search}
   */
  target?: string;
}

/**
 * A probe that sends one request over a connection of its own and judges the answer by its status,
 * and by its body where the endpoint says so. A redirect is an answer and is not followed.
 *
 * It speaks HTTP/1.1 over the bare connection, for `fetch` obeys proxy variables even for localhost,
 * refuses some ports, and costs 20 MB more of memory (see the README).
 */
export async function createHttpProbe(
  endpoint: Endpoint,
  { open, host = endpoint.url.host, target = endpoint.url.pathname + endpoint.url.search }:
    CreateHttpProbeOptions,
): Promise<Probe> {
  const request = requestOf(endpoint, host, target);
  const judge = endpoint.contains === null && endpoint.json === null
    ? undefined
    : (await import("./http_body.ts")).judgeBody;

  return (signal) =>
    exchange({ open, signal }, async (conn) => {
      await writeAll(conn, request);
      const head = await readHead(conn);
      const { status } = head;
      if (!endpoint.status.some(({ first, last }) => status >= first && status <= last)) {
        return { ok: false, status, reason: `status ${status}` };
      }
      const reason = await judge?.(endpoint, conn, head) ?? null;
      return reason === null ? { ok: true, status } : { ok: false, status, reason };
    });
}

function requestOf(endpoint: Endpoint, host: string, target: string): Uint8Array {
  const { url, method, headers } = endpoint;
  const fields = new Map([
    ["host", `Host: ${host}`],
    ["user-agent", `User-Agent: healthcheck/${VERSION}`],
    ["accept", "Accept: */*"],
    ["connection", "Connection: close"],
  ]);
  if (url.username !== "" || url.password !== "") {
    fields.set("authorization", `Authorization: ${basic(url)}`);
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
function basic(url: URL): string {
  const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  return `Basic ${btoa(String.fromCharCode(...new TextEncoder().encode(pair)))}`;
}
