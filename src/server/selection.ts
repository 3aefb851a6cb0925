/** @module The endpoints that a request selects. */
import { STATUS_CODE } from "@std/http/status";
import type { Endpoint } from "../check/endpoint.ts";

/** Options of {@linkcode select}. */
export interface SelectOptions {
  /**
   * The name of the only endpoint to check.
   * @default {undefined}
   */
  name?: string | undefined;
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
  { name, exclude }: SelectOptions,
): Selection {
  if (name === undefined && exclude.length === 0) return { endpoints };
  const known = new Set(endpoints.map(({ name }) => name));
  if (name !== undefined && !known.has(name)) {
    const status = STATUS_CODE.NotFound;
    return { status, message: `Not found: the name must be ${listed(known)}` };
  }
  const status = STATUS_CODE.BadRequest;
  if (!exclude.every((excluded) => known.has(excluded))) {
    return { status, message: `Bad request: exclude must be ${listed(known)}` };
  }
  const selected = endpoints.filter((endpoint) =>
    (name === undefined || endpoint.name === name) && !exclude.includes(endpoint.name)
  );
  if (selected.length > 0) return { endpoints: selected };
  return { status, message: "Bad request: exclude must leave an endpoint to check" };
}

function listed(names: ReadonlySet<string>): string {
  const text = [...names].join(" or ");
  return text.length > MAX_LIST ? `${text.slice(0, MAX_LIST)}...` : text;
}
