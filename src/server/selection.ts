/** @module The endpoints that a request selects. */
import { STATUS_CODE } from "@std/http/status";
import type { Endpoint } from "../check/endpoint.ts";
import { groupNames, isInGroups } from "../check/groups.ts";

/** Options of {@linkcode select}. */
export interface SelectOptions {
  /**
   * The name of the only endpoint to check.
   * @default {undefined}
   */
  name?: string | undefined;
  /** The groups whose endpoints to check; empty for all endpoints. */
  groups: readonly string[];
  /** The names of endpoints to leave out. */
  exclude: readonly string[];
}

/** The endpoints that a request selects, or the error that answers it. */
export type Selection =
  | { readonly endpoints: readonly Endpoint[] }
  | {
    readonly status: typeof STATUS_CODE.BadRequest | typeof STATUS_CODE.NotFound;
    readonly message: string;
  };

/** An error lists names up to this length: a thousand would help no reader. */
const MAX_LIST = 4096;

/** Selects endpoints. A round of no endpoint would be ready, so an empty selection is an error. */
export function select(
  endpoints: readonly Endpoint[],
  { name, groups, exclude }: SelectOptions,
): Selection {
  if (name === undefined && groups.length === 0 && exclude.length === 0) return { endpoints };
  const known = new Set(endpoints.map(({ name }) => name));
  if (name !== undefined && !known.has(name)) {
    const status = STATUS_CODE.NotFound;
    return { status, message: `Not found: the name must be ${listed(known)}` };
  }
  const status = STATUS_CODE.BadRequest;
  const knownGroups = groupNames(endpoints);
  if (!groups.every((group) => knownGroups.has(group))) {
    const must = knownGroups.size === 0
      ? "no endpoint has a group"
      : `group must be ${listed(knownGroups)}`;
    return { status, message: `Bad request: ${must}` };
  }
  if (!exclude.every((excluded) => known.has(excluded))) {
    return { status, message: `Bad request: exclude must be ${listed(known)}` };
  }
  const selected = endpoints.filter((endpoint) =>
    (name === undefined || endpoint.name === name) &&
    (groups.length === 0 || isInGroups(endpoint, groups)) &&
    !exclude.includes(endpoint.name)
  );
  if (selected.length > 0) return { endpoints: selected };
  const given = [
    ...groups.length === 0 ? [] : ["group"],
    ...exclude.length === 0 ? [] : ["exclude"],
  ];
  return { status, message: `Bad request: ${given.join(" and ")} must leave an endpoint to check` };
}

function listed(names: ReadonlySet<string>): string {
  const text = [...names].join(" or ");
  return text.length > MAX_LIST ? `${text.slice(0, MAX_LIST)}...` : text;
}
