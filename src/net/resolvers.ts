/** @module The two ways to ask for the addresses of a name. Neither can be aborted. */
import { CheckFailure } from "../check/reason.ts";
import type { Milliseconds } from "../process/duration.ts";
import { sleep } from "../process/sleep.ts";

/** A query without an answer is sent again after this. */
const RESEND_MS: Milliseconds = 1000;
/**
 * How long to wait for IPv6 addresses beside those of IPv4. RFC 8305, section 3, waits 50 ms; these only
 * matter if every IPv4 address refuses.
 */
const IPV6_DELAY_MS: Milliseconds = 500;

/** `Deno.resolveDns`, as far as it is used here. */
type ResolveDns = (fullName: string, type: "A" | "AAAA") => Promise<string[]>;

/**
 * Creates a look-up in DNS. Deno reads the name servers from /etc/resolv.conf, for which it needs no
 * permission to read; its `timeout` and `attempts` apply.
 *
 * Some name servers never answer queries for IPv6. If a name has IPv4 addresses, which are tried first, it
 * waits only a moment for the others. A query of a name that has no answer yet is not sent once more.
 *
 * @param resolveDns Sends one query.
 * @returns A function of a name that ends in a dot, so that Deno appends nothing to it. It returns the
 * addresses, IPv4 first; none if there are none, or a name server failed: Deno does not tell these apart.
 * It throws a {@linkcode CheckFailure} if no name server answers, and what `Deno.resolveDns` throws if
 * that cannot handle the name or /etc/resolv.conf.
 */
export function createDnsLookUp(
  resolveDns: ResolveDns = Deno.resolveDns,
): (fullName: string) => Promise<string[]> {
  const unanswered = new Map<string, Promise<string[]>>();
  const queryIpv6 = (fullName: string): Promise<string[]> => {
    const ongoing = unanswered.get(fullName);
    if (ongoing !== undefined) return ongoing;
    const answer = query(fullName, "AAAA", resolveDns)
      .finally(() => unanswered.delete(fullName));
    unanswered.set(fullName, answer);
    return answer;
  };
  return async (fullName) => {
    // One after the other: a query that hangs holds 65 KiB and a socket for up to 15 s.
    const ipv4 = await addressesIn(query(fullName, "A", resolveDns));
    if (ipv4.length === 0) return await addressesIn(queryIpv6(fullName));
    return [...ipv4, ...await soon(queryIpv6(fullName))];
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

/** The addresses in an answer; none if it fails, or takes too long. */
async function soon(answer: Promise<string[]>): Promise<string[]> {
  const done = new AbortController();
  const late = sleep(IPV6_DELAY_MS, done.signal).then((): string[] => []);
  try {
    return await Promise.race([answer.catch((): string[] => []), late]);
  } finally {
    done.abort();
  }
}

/**
 * Sends a query, and sends it again if there is no answer soon. Deno itself waits 5 s until it does,
 * and one lost packet would fail every check that joins the look-up.
 */
async function query(
  fullName: string,
  type: "A" | "AAAA",
  resolveDns: ResolveDns,
): Promise<string[]> {
  const again = Promise.withResolvers<string[]>();
  const timer = setTimeout(() => {
    resolveDns(fullName, type).then(again.resolve, again.reject);
  }, RESEND_MS);
  try {
    return await Promise.race([resolveDns(fullName, type), again.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Looks a name up with the system's resolver, `getaddrinfo`. It holds a thread until it returns.
 *
 * @returns The addresses, at least one, in the system's order.
 * @throws an error with the code ENOTFOUND or EAI_AGAIN.
 */
export async function lookUpInSystem(name: string): Promise<string[]> {
  // Not `node:dns/promises`: Deno before 2.9 prints a warning when it loads that.
  const { lookup } = await import("node:dns");
  const { promise, resolve, reject } = Promise.withResolvers<string[]>();
  lookup(name, { all: true, verbatim: true }, (error, found) => {
    if (error) reject(error);
    else resolve(found.map(({ address }) => address));
  });
  return await promise;
}
