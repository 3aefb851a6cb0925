/** @module One exchange of bytes over a new connection. */
import type { Certificate } from "../../check/certificate.ts";
import { failureOf } from "../../check/reason.ts";
import { type Outcome, withCertificate } from "../../check/report.ts";
import type { Acquired, Sockets } from "../sockets/limit.ts";

/** The part of a connection that an exchange uses. */
export type Stream = Pick<Deno.Conn, "read" | "write">;

/** A connection that belongs to one check, which closes it. */
export interface Connection extends Stream {
  /** The server's certificate, over TLS. */
  readonly certificate?: Certificate;
  close(): void;
}

/** Opens a new connection. The signal aborts the attempt. */
export type Open = (signal: AbortSignal) => Promise<Connection>;

/** How a check connects. */
export interface Dialer {
  /** Opens the connection. */
  readonly open: Open;
  /**
   * Reads the files that opening needs, before there is a socket that would wait for them, and returns an
   * `open` that has them. Leave it out if there are none.
   */
  readonly prepare?: ((signal: AbortSignal) => Promise<Open>) | undefined;
}

/** Options of {@linkcode exchange}. */
export interface ExchangeOptions extends Dialer {
  /** The sockets that the endpoint may use. */
  sockets: Sockets;
}

/**
 * Opens a connection, calls `talk` with it, and closes it.
 *
 * @param talk Speaks the protocol of a probe over the connection. It may close the connection early.
 * @param signal Closes the connection at once when aborted.
 * @returns What `talk` returned, and the server's certificate; a failed outcome if opening or talking
 * failed. It never rejects.
 */
export async function exchange(
  { open, prepare, sockets }: ExchangeOptions,
  talk: (conn: Stream, close: () => void) => Promise<Outcome>,
  signal: AbortSignal,
): Promise<Outcome> {
  let acquired: Acquired<Connection> | undefined;
  let certificate: Certificate | undefined;
  const close = (): void => {
    acquired?.socket.close();
    acquired?.release();
    acquired = undefined;
  };
  signal.addEventListener("abort", close);
  try {
    const prepared = prepare === undefined ? open : await prepare(signal);
    acquired = await sockets.acquire(prepared, signal);
    certificate = acquired.socket.certificate;
    signal.throwIfAborted();
    return withCertificate(await talk(acquired.socket, close), certificate);
  } catch (error) {
    return withCertificate(failureOf(error), certificate);
  } finally {
    signal.removeEventListener("abort", close);
    close();
  }
}

/**
 * Writes while `read` reads. A peer may answer before it has read all of the bytes, and read no more of
 * them: the answer counts all the same.
 *
 * @returns What `read` returned. The close of the connection ends the writing.
 * @throws what ended the writing early; otherwise what `read` threw.
 */
export function writeWhile<T>(
  conn: Stream,
  bytes: Uint8Array,
  read: () => Promise<T>,
): Promise<T> {
  let unsent: unknown;
  writeAll(conn, bytes).catch((error: unknown) => unsent = error);
  return read().catch((error: unknown) => {
    throw unsent ?? error;
  });
}

/**
 * Writes all of the bytes; `write` alone may write only some of them.
 *
 * @throws what the connection's `write` throws.
 */
export async function writeAll(conn: Stream, bytes: Uint8Array): Promise<void> {
  for (let sent = 0; sent < bytes.length;) {
    sent += await conn.write(bytes.subarray(sent));
  }
}
