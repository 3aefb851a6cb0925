import { CheckFailure } from "../check/reason.ts";
import { socketOf } from "../net/socket_url.ts";
import type { Milliseconds } from "../process/duration.ts";
import { errorCode, isOutOfDescriptors } from "../process/error_code.ts";
import { sleep } from "../process/sleep.ts";
import type { HttpOptions } from "./http_options.ts";
import { createHttpProbe, HTTP_DEFAULTS } from "./http_probe.ts";
import type { Kind } from "./kind.ts";

/** The pause before a retry if the listener's queue is full. */
const RETRY_MS: Milliseconds = 50;

/** The kind `http+unix:`, HTTP over a socket file. */
export const KIND: Kind<HttpOptions> = {
  shape: "http+unix:///run/app.sock:/path",
  success: "the same as http, over a socket file",
  host: false,
  permissions: ["read", "write"],
  defaults: HTTP_DEFAULTS,
  fits: (url) => url.host === "" && socketOf(url) !== undefined,
  loadOptions: async () => (await import("./http_options.ts")).HTTP_OPTIONS,
  createProbe: (endpoint, { sockets, readFile }) => {
    const socket = socketOf(endpoint.url);
    if (socket === undefined) throw new TypeError(`no socket file in ${endpoint.shownUrl}`);
    const { path, target } = socket;
    return createHttpProbe(endpoint, {
      open: (signal) => dialUnix(path, signal),
      sockets,
      readFile,
      host: "localhost",
      target,
    });
  },
};

/**
 * Connects to a socket file. The kernel succeeds or fails at once; where the listener's queue is full,
 * TCP would wait, so this retries until the signal aborts.
 */
async function dialUnix(path: string, signal: AbortSignal): Promise<Deno.UnixConn> {
  for (;;) {
    try {
      return await Deno.connect({ transport: "unix", path });
    } catch (error) {
      // The limit on sockets waits for a descriptor.
      if (isOutOfDescriptors(error)) throw error;
      if (errorCode(error) !== "EAGAIN" || signal.aborted) {
        throw dialFailure(error);
      }
      await sleep(RETRY_MS, signal);
    }
  }
}

function dialFailure(error: unknown): unknown {
  if (error instanceof Deno.errors.NotFound) {
    return new CheckFailure("file", "no such socket file");
  }
  if (error instanceof Deno.errors.ConnectionRefused) {
    return new CheckFailure("refused", "nothing listens on the socket file");
  }
  if (error instanceof Deno.errors.PermissionDenied) {
    return new CheckFailure("file", "permission denied for the socket file");
  }
  if (error instanceof Deno.errors.NotCapable) {
    const must = "--allow-read and --allow-write for the socket file";
    return new CheckFailure("file", `healthcheck was compiled without ${must}`);
  }
  return error;
}
