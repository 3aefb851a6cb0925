import { STATUS_CODE } from "@std/http/status";
import type { Endpoint } from "../check/report.ts";

/** What a request asks for. */
export interface SelectOptions {
  /** The one that is asked for; all where there is none. */
  name?: string | undefined;
  /** Those that are left out. */
  exclude: readonly string[];
}

/** The endpoints that a request asks for, or why there are none. */
export type Selection =
  | { readonly endpoints: readonly Endpoint[] }
  | {
    readonly status: typeof STATUS_CODE.BadRequest | typeof STATUS_CODE.NotFound;
    readonly message: string;
  };

/** The names in a refusal end here: a thousand of them help nobody. */
const LONGEST_LIST = 4096;

/** Selects what a request asks for. A round of nothing would be ready, and so is refused. */
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
  return text.length > LONGEST_LIST ? `${text.slice(0, LONGEST_LIST)}...` : text;
}
