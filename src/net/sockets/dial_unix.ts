import { CheckFailure } from "../../check/reason.ts";
import type { Trace } from "../../check/trace.ts";
import type { Milliseconds } from "../../process/time/duration.ts";
import { errorCode } from "../../process/error_code.ts";
import { sleep } from "../../process/time/sleep.ts";

/** The pause before a retry if the listener's queue is full. */
const RETRY_MS: Milliseconds = 50;

/**
 * Connects to a socket file. The kernel succeeds or fails at once; where the listener's queue is full,
 * TCP would wait, so this retries until the signal aborts. The trace takes the phase.
 */
export async function dialUnix(
  path: string,
  signal: AbortSignal,
  trace?: Trace,
): Promise<Deno.UnixConn> {
  const phase = trace?.begin("connect", path);
  for (;;) {
    try {
      const conn = await Deno.connect({ transport: "unix", path });
      phase?.end();
      return conn;
    } catch (error) {
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
  // Such as that there is no descriptor: the limit on sockets waits for one.
  return error;
}
