/** @module What resolv.conf(5) says of names and name servers. */

/** How a short name becomes full names. */
export interface SearchList {
  /** The domains to append, in order, without a final dot. */
  readonly domains: readonly string[];
  /** A name with at least as many dots is tried as it is, before the domains. */
  readonly ndots: number;
}

/** The highest value of `ndots` that is not lowered silently. */
const MAX_NDOTS = 15;

/**
 * Reads the search list. Of several `search` and `domain` lines, the last counts.
 *
 * @param text The content of /etc/resolv.conf.
 */
export function parseSearchList(text: string): SearchList {
  let domains: string[] = [];
  let ndots = 1;
  for (const line of text.split("\n")) {
    const [keyword, ...values] = line.replace(/[#;].*/s, "").trim().split(/\s+/);
    if (keyword === "search") domains = values;
    if (keyword === "domain") domains = values.slice(0, 1);
    if (keyword !== "options") continue;
    for (const value of values) {
      const [, dots] = /^ndots:(\d+)$/.exec(value) ?? [];
      if (dots !== undefined) ndots = Math.min(Number(dots), MAX_NDOTS);
    }
  }
  return { domains: domains.map((domain) => domain.replace(/\.$/, "")), ndots };
}

/**
 * Lists the full names that a name may stand for, in the order in which to look them up.
 *
 * @param name A name; one that ends in a dot is full already.
 * @returns Names that end in a dot, at least one.
 */
export function fullNames(name: string, { domains, ndots }: SearchList): string[] {
  if (name.endsWith(".")) return [name];
  const searched = domains.map((domain) => domain === "" ? `${name}.` : `${name}.${domain}.`);
  const dots = name.split(".").length - 1;
  const names = dots >= ndots ? [`${name}.`, ...searched] : [...searched, `${name}.`];
  return [...new Set(names)];
}

/** Lists the addresses of the name servers in the text of /etc/resolv.conf. */
export function nameServers(text: string): string[] {
  return [...text.matchAll(/^nameserver[ \t]+([^\s#;]+)/gm)].flatMap(([, address = ""]) => address);
}
