/** @module One exchange of bytes over a connection of its own. */
import { reasonOf } from "../check/reason.ts";
import type { Outcome } from "../check/report.ts";
import type { Acquired, SocketLimit } from "./socket_limit.ts";

/** The part of a connection that an exchange needs. */
export type Stream = Pick<Deno.Conn, "read" | "write">;

/** A connection that a check opens for itself and closes. */
export interface Connection extends Stream {
  close(): void;
}

/** Opens a new connection; the signal ends the attempt. */
export type Open = (signal: AbortSignal) => Promise<Connection>;

/** Options of {@linkcode exchange}. */
export interface ExchangeOptions {
  /** Opens the connection. */
  open: Open;
  /** Limits the sockets of all checks. */
  sockets: SocketLimit;
  /** Closes the connection at once when it aborts. */
  signal: AbortSignal;
}

/**
 * Opens a connection, talks over it, and closes it.
 *
 * @returns What `talk` returned; a failed outcome if opening or talking failed. It never rejects.
 */
export async function exchange(
  { open, sockets, signal }: ExchangeOptions,
  talk: (conn: Stream) => Promise<Outcome>,
): Promise<Outcome> {
  let acquired: Acquired<Connection> | undefined;
  const close = (): void => {
    acquired?.socket.close();
    acquired?.release();
    acquired = undefined;
  };
  signal.addEventListener("abort", close);
  try {
    acquired = await sockets.acquire(() => open(signal), signal);
    signal.throwIfAborted();
    return await talk(acquired.socket);
  } catch (error) {
    return { ok: false, status: null, reason: reasonOf(error) };
  } finally {
    signal.removeEventListener("abort", close);
    close();
  }
}

/** Writes all of the bytes. */
export async function writeAll(conn: Stream, bytes: Uint8Array): Promise<void> {
  for (let sent = 0; sent < bytes.length;) {
    sent += await conn.write(bytes.subarray(sent));
  }
}
