import { ipv4First } from "../address.ts";

/**
 * Reads a file of hosts (hosts(5)).
 *
 * @param text The content of /etc/hosts.
 * @returns The addresses of each name and alias, in lower case; IPv4 first, otherwise in the order of
 * the lines.
 */
export function parseHosts(text: string): ReadonlyMap<string, readonly string[]> {
  const hosts = new Map<string, readonly string[]>();
  for (const line of text.split("\n")) {
    const [address = "", ...names] = line.replace(/#.*/s, "").trim().split(/\s+/);
    for (const name of names.map((name) => name.toLowerCase())) {
      hosts.set(name, ipv4First([...hosts.get(name) ?? [], address]));
    }
  }
  return hosts;
}
