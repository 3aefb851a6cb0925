/** @module Hosts and ports: which hosts are addresses, and which are names to look up. */

/** The last label is a number: the host is an IPv4 address or none (https://url.spec.whatwg.org/#ends-in-a-number-checker). */
const ENDS_IN_NUMBER = /(?:^|\.)(?:\d+|0x[\da-f]*)\.?$/i;

/** Reports whether a host in the form of `URL.hostname` must be looked up. */
export function isNamed(hostname: string): boolean {
  return hostname !== "localhost" && hostname !== "" && !hostname.startsWith("[") &&
    !ENDS_IN_NUMBER.test(hostname);
}

/** Removes the brackets around an IPv6 address in `URL.hostname`. */
export function unbracket(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, "$1");
}

/** Joins an address, IPv6 without brackets, and a port, as a URL does. */
export function hostPort({ hostname, port }: { hostname: string; port: number }): string {
  return `${hostname.includes(":") ? `[${hostname}]` : hostname}:${port}`;
}

/** Puts IPv4 addresses before IPv6 addresses, and leaves the order otherwise as it is. */
export function ipv4First(addresses: readonly string[]): string[] {
  const isIpv6 = (address: string): boolean => address.includes(":");
  return [...addresses.filter((address) => !isIpv6(address)), ...addresses.filter(isIpv6)];
}

/** Returns the port of a URL of `http` or `https`, which a URL leaves out where it is the usual one. */
export function portOf({ protocol, port }: URL): number {
  return Number(port || (protocol === "https:" ? 443 : 80));
}
