/** @module The two ways to ask for the addresses of a name. */
import { CheckFailure } from "../../check/reason.ts";
import { setDeadline } from "../../process/time/deadline.ts";
import type { Milliseconds } from "../../process/time/duration.ts";

/** A query without an answer is sent again after this. */
const RESEND_MS: Milliseconds = 1000;
/**
 * How long to wait for IPv6 addresses beside those of IPv4. RFC 8305, section 3, waits 50 ms; these only
 * matter if every IPv4 address refuses.
 */
const IPV6_DELAY_MS: Milliseconds = 500;

/** `Deno.resolveDns`, as far as it is used here. When the signal aborts, it closes its socket. */
type ResolveDns = (
  fullName: string,
  type: "A" | "AAAA",
  options: { signal: AbortSignal },
) => Promise<string[]>;

/** Looks a full name up in DNS; no address if it has none. The signal aborts the look-up. */
export type DnsLookUp = (fullName: string, signal: AbortSignal) => Promise<string[]>;

/**
 * Creates a look-up in DNS. Deno reads the name servers from /etc/resolv.conf, for which it needs no
 * permission to read; its `timeout` and `attempts` apply.
 *
 * Some name servers never answer queries for IPv6. If a name has IPv4 addresses, which are tried first, it
 * waits only a moment for the others.
 *
 * @param resolveDns Sends one query.
 * @returns A function of a name that ends in a dot, so that Deno appends nothing to it. It returns the
 * addresses, IPv4 first; none if there are none, or a name server failed: Deno does not tell these apart.
 * It throws a {@linkcode CheckFailure} if no name server answers, and what `Deno.resolveDns` throws if
 * that cannot handle the name or /etc/resolv.conf, or is aborted.
 */
export function createDnsLookUp(resolveDns: ResolveDns = Deno.resolveDns): DnsLookUp {
  return async (fullName, signal) => {
    // One after the other: a query that hangs holds 65 KiB and a socket.
    const ipv4 = await addressesIn(query(resolveDns, fullName, "A", signal));
    if (ipv4.length === 0) return await addressesIn(query(resolveDns, fullName, "AAAA", signal));
    const late = new AbortController();
    const cancel = setDeadline(() => late.abort(), IPV6_DELAY_MS);
    const soon = AbortSignal.any([signal, late.signal]);
    const ipv6 = await query(resolveDns, fullName, "AAAA", soon).catch((): string[] => []);
    cancel();
    return [...ipv4, ...ipv6];
  };
}

/** The addresses in an answer; none if the name has none. */
async function addressesIn(answer: Promise<string[]>): Promise<string[]> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    if (!(error instanceof Deno.errors.TimedOut)) throw error;
    throw new CheckFailure("dns", "name look-up failed: no answer from the name server");
  }
}

/**
 * Sends a query, and sends it again if there is no answer soon. Deno itself waits 5 s until it does,
 * and one lost packet would fail every check that joins the look-up. The first answer aborts the other
 * query.
 */
async function query(
  resolveDns: ResolveDns,
  fullName: string,
  type: "A" | "AAAA",
  signal: AbortSignal,
): Promise<string[]> {
  const answered = new AbortController();
  const options = { signal: AbortSignal.any([signal, answered.signal]) };
  const again = Promise.withResolvers<string[]>();
  const cancel = setDeadline(
    () => resolveDns(fullName, type, options).then(again.resolve, again.reject),
    RESEND_MS,
  );
  try {
    return await Promise.race([resolveDns(fullName, type, options), again.promise]);
  } finally {
    cancel();
    answered.abort();
  }
}

/**
 * Looks a name up with the system's resolver, `getaddrinfo`. It cannot be aborted, and holds a thread until it
 * returns.
 *
 * @returns The addresses, at least one, in the system's order.
 * @throws an error with the code ENOTFOUND or EAI_AGAIN.
 */
export async function lookUpInSystem(name: string): Promise<string[]> {
  const { lookup } = await import("node:dns/promises");
  const found = await lookup(name, { all: true, verbatim: true });
  return found.map(({ address }) => address);
}
