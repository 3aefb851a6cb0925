/** Where to connect to, and for how long it may take. */
export interface DialOptions {
  /** A name or an address, IPv6 with or without brackets. */
  hostname: string;
  port: number;
  /** Ends the attempt, name look-up included. */
  signal: AbortSignal;
}

/**
 * Opens a TCP connection. `localhost` is the loopback of both families without a look-up, as
 * RFC 6761, section 6.3 has it: an application that listens on ::1 alone is found, and an image
 * without /etc/hosts will do. Any other name is tried at all its addresses.
 *
 * Rejects with what Deno.connect rejects with.
 */
export async function dial({ hostname, port, signal }: DialOptions): Promise<Deno.TcpConn> {
  if (hostname !== "localhost") {
    return await Deno.connect({ hostname: unbracket(hostname), port, signal });
  }
  try {
    return await Deno.connect({ hostname: "127.0.0.1", port, signal });
  } catch (error) {
    if (!(error instanceof Deno.errors.ConnectionRefused)) throw error;
    try {
      return await Deno.connect({ hostname: "::1", port, signal });
    } catch {
      throw error;
    }
  }
}

/** A URL's IPv6 host stands in brackets, an address does not. */
export function unbracket(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, "$1");
}
