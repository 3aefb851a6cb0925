/** @module Addresses without a scheme, where an endpoint belongs. */
import { redact } from "../process/text/redact.ts";

/** A longer text would make an unreadable message. */
const MAX_LENGTH = 100;
/** The kinds that an address without a path may be meant for. */
const WITHOUT_PATH = ["http", "tcp"] as const;

/** Whether a text is a host with a port, `localhost`, or a host name with a dot and a path. */
export function looksLikeAddress(text: string): boolean {
  return /^(?:[a-z0-9.-]+:\d{1,5}|localhost|[a-z0-9-]+\.[a-z0-9.-]+(?=\/))(?:[/?#][!-~]*)?$/i.test(
    text,
  );
}

/**
 * Returns the URLs that an address without a scheme was probably meant to be, without what may be secret.
 *
 * @param withoutPath The schemes that an address without a path may be meant for.
 * @returns `undefined` if it does not look like an address.
 */
export function suggestUrl(
  address: string,
  withoutPath: readonly string[] = WITHOUT_PATH,
): string | undefined {
  // With an `@` anywhere, nobody knows what is no secret.
  if (address.length > MAX_LENGTH || address.includes("@")) return undefined;
  if (!looksLikeAddress(address)) return undefined;
  const schemes = /[/?]/.test(address) ? ["http"] : withoutPath;
  return schemes.map((scheme) => redact(`${scheme}://${address}`)).join(" or ");
}
