import { createHttpProbe } from "../http_check.ts";
import { CheckFailure, reasonOf } from "../reason.ts";
import type { CreateProbe } from "../report.ts";
import { socketOf } from "../socket_url.ts";

/** Checks an `http+unix:` endpoint: HTTP over a socket file. */
export const createProbe: CreateProbe = (endpoint) => {
  const socket = socketOf(endpoint.url);
  if (socket === undefined) throw new TypeError(`no socket file in ${endpoint.shownUrl}`);
  const { path, target } = socket;
  return createHttpProbe(endpoint, { open: () => dial(path), host: "localhost", target });
};

/** Connecting to a socket file succeeds or fails at once: there is nothing to abort. */
async function dial(path: string): Promise<Deno.UnixConn> {
  try {
    return await Deno.connect({ transport: "unix", path });
  } catch (error) {
    throw new CheckFailure(reasonOfDial(error));
  }
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
