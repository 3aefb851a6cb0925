/** Where to connect to, and for how long it may take. */
export interface DialOptions {
  /** A name or an address, as a URL has it: IPv6 in brackets. */
  hostname: string;
  port: number;
  /** Ends the attempt, name look-up included. */
  signal: AbortSignal;
}

/**
 * Opens a TCP connection; any name but `localhost` is tried at all its addresses.
 *
 * Rejects with what Deno.connect rejects with.
 */
export function dial({ hostname, port, signal }: DialOptions): Promise<Deno.TcpConn> {
  return eachAddress(hostname, (address) => Deno.connect({ hostname: address, port, signal }));
}

/**
 * Tries what connects with the host. `localhost` is the loopback of both families without a look-up,
 * as RFC 6761, section 6.3 has it: an application that listens on ::1 alone is found, and an image
 * without /etc/hosts will do.
 */
export async function eachAddress<T>(
  hostname: string,
  connect: (address: string) => Promise<T>,
): Promise<T> {
  if (hostname !== "localhost") return await connect(unbracket(hostname));
  try {
    return await connect("127.0.0.1");
  } catch (error) {
    if (!isRefused(error)) throw error;
    return await connect("::1").catch((second) => {
      // A host without IPv6 must not hide that 127.0.0.1 refused.
      throw isUnreachable(second) ? error : second;
    });
  }
}

/** A URL's IPv6 host stands in brackets, an address does not. */
export function unbracket(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, "$1");
}

function isRefused(error: unknown): boolean {
  return codeOf(error) === "ECONNREFUSED";
}

function isUnreachable(error: unknown): boolean {
  return ["ECONNREFUSED", "EADDRNOTAVAIL", "ENETUNREACH", "EAFNOSUPPORT"].includes(codeOf(error));
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
