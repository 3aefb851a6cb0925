import { readHead, type Stream, writeRequest } from "./http1.ts";
import { reasonOf } from "./reason.ts";
import type { Endpoint, Outcome } from "./report.ts";
import { VERSION } from "./version.ts";

/** A connection that a check opens for itself and closes. */
export interface Connection extends Stream {
  close(): void;
}

/** How to reach an endpoint that speaks HTTP. */
export interface HttpCheckOptions {
  /** Opens a new connection, which the check closes. */
  open: () => Promise<Connection>;
  /** Closes the connection at once when it aborts. */
  signal: AbortSignal;
}

/**
 * One GET over a connection of its own, judged by its status: 200 to 399 is success, as for the
 * kubelet. A redirect is an answer and is not followed. The body is not read.
 *
 * It speaks HTTP/1.1 over the bare connection, for `fetch` obeys proxy variables even for localhost,
 * refuses some ports, and costs 20 MB more of memory (see the README).
 */
export async function checkHttp(
  endpoint: Endpoint,
  { open, signal }: HttpCheckOptions,
): Promise<Outcome> {
  let conn: Connection | undefined;
  const close = (): void => {
    conn?.close();
    conn = undefined;
  };
  signal.addEventListener("abort", close);
  try {
    conn = await open();
    signal.throwIfAborted();
    await writeRequest(conn, requestLines(endpoint.url));
    const { status } = await readHead(conn);
    if (status >= 200 && status <= 399) return { ok: true, status };
    return { ok: false, status, reason: `status ${status}` };
  } catch (error) {
    return { ok: false, status: null, reason: reasonOf(error) };
  } finally {
    signal.removeEventListener("abort", close);
    close();
  }
}

function requestLines(url: URL): string[] {
  const lines = [
    `GET ${url.pathname}${url.search} HTTP/1.1`,
    `Host: ${url.host}`,
    `User-Agent: healthcheck/${VERSION}`,
    "Accept: */*",
    "Connection: close",
  ];
  if (url.username !== "" || url.password !== "") lines.push(`Authorization: ${basic(url)}`);
  return lines;
}

/** RFC 7617, in UTF-8. */
function basic(url: URL): string {
  const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  return `Basic ${btoa(String.fromCharCode(...new TextEncoder().encode(pair)))}`;
}
