import { reasonOf } from "../check/reason.ts";
import type { Outcome } from "../check/report.ts";
import { SocketLimit, type Taken } from "./socket_limit.ts";

/** The part of a connection that an exchange needs. */
export type Stream = Pick<Deno.Conn, "read" | "write">;

/** A connection that a check opens for itself and closes. */
export interface Connection extends Stream {
  close(): void;
}

/** Opens a new connection; the signal ends the attempt. */
export type Open = (signal: AbortSignal) => Promise<Connection>;

/** Those of all checks of this process. */
const SOCKETS = new SocketLimit();

/** How an exchange gets its connection. */
export interface ExchangeOptions {
  open: Open;
  /** Closes the connection at once when it aborts. */
  signal: AbortSignal;
}

/** Has one exchange over a connection of its own, and closes it; what goes wrong is an outcome. */
export async function exchange(
  { open, signal }: ExchangeOptions,
  talk: (conn: Stream) => Promise<Outcome>,
): Promise<Outcome> {
  let taken: Taken<Connection> | undefined;
  const close = (): void => {
    taken?.socket.close();
    taken?.release();
    taken = undefined;
  };
  signal.addEventListener("abort", close);
  try {
    taken = await SOCKETS.take(() => open(signal), signal);
    signal.throwIfAborted();
    return await talk(taken.socket);
  } catch (error) {
    return { ok: false, status: null, reason: reasonOf(error) };
  } finally {
    signal.removeEventListener("abort", close);
    close();
  }
}

/** Writes all of it. */
export async function writeAll(conn: Stream, bytes: Uint8Array): Promise<void> {
  for (let sent = 0; sent < bytes.length;) {
    sent += await conn.write(bytes.subarray(sent));
  }
}
