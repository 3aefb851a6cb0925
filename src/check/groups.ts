/** @module The groups of endpoints. */
import type { Endpoint } from "./endpoint.ts";

/** Returns the names of all groups, each once, in the order of the arguments. */
export function groupNames(endpoints: readonly Pick<Endpoint, "groups">[]): Set<string> {
  return new Set(endpoints.flatMap(({ groups }) => groups));
}

/** Whether an endpoint belongs to one of these groups at least. */
export function isInGroups(
  endpoint: Pick<Endpoint, "groups">,
  groups: readonly string[],
): boolean {
  return groups.some((group) => endpoint.groups.includes(group));
}
