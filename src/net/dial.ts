/** @module Connecting over TCP. */
import { errorCode } from "../process/error_code.ts";

/** The codes of a host without IPv6. Deno's `node:tls` gives EINVAL for EADDRNOTAVAIL. */
const UNREACHABLE = ["EADDRNOTAVAIL", "ENETUNREACH", "EAFNOSUPPORT", "EINVAL"];

/** Options of {@linkcode dial}. */
export interface DialOptions {
  /** A name or an address in the form of `URL.hostname`: IPv6 in brackets. */
  hostname: string;
  port: number;
  /** Aborts the attempt, including the name look-up. */
  signal: AbortSignal;
}

/**
 * Opens a TCP connection. If a name has several addresses, each is tried until one accepts.
 *
 * @returns The connection, which the caller closes.
 * @throws what `Deno.connect` throws.
 */
export function dial({ hostname, port, signal }: DialOptions): Promise<Deno.TcpConn> {
  return eachAddress(hostname, (address) => Deno.connect({ hostname: address, port, signal }));
}

/**
 * Calls `connect` with the addresses of a host until one accepts. `localhost` is 127.0.0.1, then
 * ::1, without a look-up (RFC 6761, section 6.3). So an application that listens only on ::1 is
 * found, and /etc/hosts is not needed. Every other host is passed on as it is, for `connect` to
 * resolve.
 *
 * @param hostname A name or an address in the form of `URL.hostname`.
 * @param connect Connects to one address; IPv6 comes without brackets.
 * @returns What `connect` returned.
 * @throws what `connect` threw; for `localhost`, the refusal of 127.0.0.1 if ::1 is unreachable
 * too.
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
      throw isRefused(second) || UNREACHABLE.includes(errorCode(second)) ? error : second;
    });
  }
}

/** Removes the brackets around an IPv6 address in `URL.hostname`. */
export function unbracket(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, "$1");
}

function isRefused(error: unknown): boolean {
  return errorCode(error) === "ECONNREFUSED";
}
