import { delay } from "../process/delay.ts";
import { createHttpProbe } from "./http_probe.ts";
import { CheckFailure, reasonOf } from "../check/reason.ts";
import type { CreateProbe } from "../check/report.ts";
import { socketOf } from "../net/socket_url.ts";

/** Checks an `http+unix:` endpoint: HTTP over a socket file. */
export const createProbe: CreateProbe = (endpoint) => {
  const socket = socketOf(endpoint.url);
  if (socket === undefined) throw new TypeError(`no socket file in ${endpoint.shownUrl}`);
  const { path, target } = socket;
  return createHttpProbe(endpoint, {
    open: (signal) => dial(path, signal),
    host: "localhost",
    target,
  });
};

/** The seconds after which a listener whose queue is full is tried again. */
const PAUSE = 0.05;

/**
 * Connects to a socket file, which succeeds or fails at once; where the listener's queue is full, TCP
 * would wait, and so it is tried until the signal aborts.
 */
async function dial(path: string, signal: AbortSignal): Promise<Deno.UnixConn> {
  for (;;) {
    try {
      return await Deno.connect({ transport: "unix", path });
    } catch (error) {
      if (!isBusy(error) || signal.aborted) throw new CheckFailure(reasonOfDial(error));
      await delay(PAUSE, signal);
    }
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EAGAIN";
}

function reasonOfDial(error: unknown): string {
  if (error instanceof Deno.errors.NotFound) return "no such socket file";
  if (error instanceof Deno.errors.ConnectionRefused) return "nothing listens on the socket file";
  if (error instanceof Deno.errors.PermissionDenied) return "permission denied for the socket file";
  if (error instanceof Deno.errors.NotCapable) {
    return "healthcheck was compiled without --allow-read and --allow-write for the socket file";
  }
  return reasonOf(error);
}
