/** @module What a request for a round asks for. */
import { STATUS_CODE } from "@std/http/status";
import type { Endpoint } from "../check/endpoint.ts";
import { groupNames, isInGroups } from "../check/groups.ts";
import type { View } from "../formats/renderer.ts";
import { REPORT_FORMATS } from "../formats/report_formats.ts";
import { decodePercent } from "../process/text/percent.ts";
import { formatIn, queryError, queryOf, takeRefresh } from "./query.ts";

/** What a request for a round asks for, or the error that answers it. */
export type Selection =
  | {
    readonly endpoints: readonly Endpoint[];
    /** What the report shows of the request. */
    readonly view: Pick<View, "part" | "query" | "refresh">;
    /** The name of the format that the query chooses; `undefined` if `Accept` does. */
    readonly format?: string | undefined;
  }
  | {
    readonly status: typeof STATUS_CODE.BadRequest | typeof STATUS_CODE.NotFound;
    readonly message: string;
  };

/** The name in the URL of `/all/NAME`. */
const NAME = /^[^/]*:\/\/[^/]*\/[^/?#]*\/([^?#]+)/;
/** An error lists names up to this length: a thousand would help no reader. */
const MAX_LIST = 4096;

/**
 * Reads which endpoints the URL of a request selects. A round of no endpoint would be ready, so an empty
 * selection is an error.
 */
export function select(url: string, endpoints: readonly Endpoint[]): Selection {
  const [, text] = NAME.exec(url) ?? [];
  // Most requests select all endpoints.
  if (text === undefined && !url.includes("?")) {
    return { endpoints, view: { query: "", refresh: null } };
  }
  const known = new Set(endpoints.map(({ name }) => name));
  // A name derived from a URL may hold escapes.
  const name = text === undefined || known.has(text) ? text : decodePercent(text) ?? text;
  const searchParams = queryOf(url);
  const mistake = queryError(searchParams, ["exclude", "group", "refresh"], REPORT_FORMATS);
  if (mistake !== undefined) return badRequest(mistake);
  if (name !== undefined && !known.has(name)) {
    const message = `Not found: the name must be ${listed(known)}`;
    return { status: STATUS_CODE.NotFound, message };
  }
  const groups = searchParams.getAll("group");
  const knownGroups = groupNames(endpoints);
  if (!groups.every((group) => knownGroups.has(group))) {
    return badRequest(
      knownGroups.size === 0
        ? "Bad request: no endpoint has a group"
        : `Bad request: group must be ${listed(knownGroups)}`,
    );
  }
  const exclude = searchParams.getAll("exclude");
  if (!exclude.every((excluded) => known.has(excluded))) {
    return badRequest(`Bad request: exclude must be ${listed(known)}`);
  }
  const meant = endpoints.filter((endpoint) =>
    (name === undefined || endpoint.name === name) &&
    (groups.length === 0 || isInGroups(endpoint, groups))
  );
  const selected = meant.filter((endpoint) => !exclude.includes(endpoint.name));
  if (selected.length > 0) {
    const view = takeRefresh(searchParams);
    const without = meant.map(({ name }) => name).filter((name) => exclude.includes(name));
    const part = { count: selected.length, of: endpoints.length, name, groups, without };
    const isPart = groups.length > 0 || selected.length < endpoints.length;
    const format = formatIn(searchParams);
    return { endpoints: selected, view: isPart ? { ...view, part } : view, format };
  }
  const given = ["group", "exclude"].filter((parameter) => searchParams.has(parameter));
  return badRequest(`Bad request: ${given.join(" and ")} must leave an endpoint to check`);
}

function badRequest(message: string): Selection {
  return { status: STATUS_CODE.BadRequest, message };
}

function listed(names: ReadonlySet<string>): string {
  const text = [...names].join(" or ");
  return text.length > MAX_LIST ? `${text.slice(0, MAX_LIST)}...` : text;
}
