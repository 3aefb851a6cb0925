/** @module The two ways to ask for the addresses of a name. Neither can be aborted. */
import { CheckFailure } from "../check/reason.ts";
import type { Milliseconds } from "../process/duration.ts";

/** A query without an answer is sent again after this. */
const RESEND_MS: Milliseconds = 1000;

/** `Deno.resolveDns`, as far as it is used here. */
type ResolveDns = (fullName: string, type: "A" | "AAAA") => Promise<string[]>;

/**
 * Looks a name up in DNS. Deno reads the name servers from /etc/resolv.conf, for which it needs no
 * permission to read; its `timeout` and `attempts` apply.
 *
 * @param fullName A name that ends in a dot, so that Deno appends nothing to it.
 * @param resolveDns Sends one query.
 * @returns The addresses, IPv4 first; none if there are none, or a name server failed: Deno does not
 * tell these apart.
 * @throws {CheckFailure} if no name server answers.
 * @throws what `Deno.resolveDns` throws if it cannot handle the name or /etc/resolv.conf.
 */
export async function lookUpInDns(
  fullName: string,
  resolveDns: ResolveDns = Deno.resolveDns,
): Promise<string[]> {
  const addresses: string[] = [];
  // One after the other: a query that hangs holds 65 KiB and a socket for up to 15 s.
  for (const type of ["A", "AAAA"] as const) {
    try {
      addresses.push(...await query(fullName, type, resolveDns));
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) continue;
      if (addresses.length > 0) break;
      if (!(error instanceof Deno.errors.TimedOut)) throw error;
      throw new CheckFailure("name look-up failed: no answer from the name server");
    }
  }
  return addresses;
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
