/** @module Connecting over TCP. */
import { errorCode } from "../process/error_code.ts";

/** The codes of a host without IPv6. Deno's `node:tls` gives EINVAL for EADDRNOTAVAIL. */
const UNREACHABLE = ["EADDRNOTAVAIL", "ENETUNREACH", "EAFNOSUPPORT", "EINVAL"];

/** Options of {@linkcode dial}. */
export interface DialOptions {
  /** A name or an address, as a URL has it: IPv6 in brackets. */
  hostname: string;
  port: number;
  /** Ends the attempt, name look-up included. */
  signal: AbortSignal;
}

/**
 * Opens a TCP connection; a name is tried at all its addresses.
 *
 * Rejects with what `Deno.connect` rejects with.
 */
export function dial({ hostname, port, signal }: DialOptions): Promise<Deno.TcpConn> {
  return eachAddress(hostname, (address) => Deno.connect({ hostname: address, port, signal }));
}

/**
 * Connects to the addresses of a host in turn. `localhost` is the loopback address of both families,
 * without a look-up (RFC 6761, section 6.3): this finds an application that listens on ::1 alone, and
 * needs no /etc/hosts.
 *
 * Rejects with what `connect` rejects with.
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

/** Removes the brackets that a URL puts around an IPv6 address. */
export function unbracket(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, "$1");
}

function isRefused(error: unknown): boolean {
  return errorCode(error) === "ECONNREFUSED";
}
