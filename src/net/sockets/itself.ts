/**
 * @module Connections to themselves.
 *
 * Where nothing listens on a port of the ephemeral range, Linux may give a connection to it the same source
 * port (TCP's simultaneous open, RFC 9293, section 3.5). The connection then echoes what it is sent.
 */

/** The two ends of a connection over TCP. */
export type Ends = Pick<Deno.TcpConn, "localAddr" | "remoteAddr">;

/** Reports whether both ends of a connection are the same. */
export function isConnectedToItself({ localAddr, remoteAddr }: Ends): boolean {
  return localAddr.port === remoteAddr.port && localAddr.hostname === remoteAddr.hostname;
}

/** The error of a port where nothing listens, for a connection to itself. */
export function connectedToItself(): Error {
  const error = new Deno.errors.ConnectionRefused("nothing listens: the connection is to itself");
  return Object.assign(error, { code: "ECONNREFUSED" });
}
