/** @module The queries of requests. */
import { nearMiss } from "../process/text/near_miss.ts";
import type { Seconds } from "../process/time/duration.ts";

const MAX_REFRESH: Seconds = 3600;
/** The characters of a parameter's name that a message shows. */
const MAX_SHOWN = 100;

/** The query of a URL. Parsing the whole URL would cost more than the answer; most have no query. */
export function queryOf(url: string): URLSearchParams {
  const [, query = ""] = /^[^?#]*\?([^#]*)/.exec(url) ?? [];
  return new URLSearchParams(query);
}

/** What the query of a request for a round says. */
export interface RoundQuery {
  /** The groups whose endpoints to check. */
  readonly groups: readonly string[];
  /** The names of endpoints to leave out. */
  readonly exclude: readonly string[];
  /** How often a page reloads; `null` if it does not. */
  readonly refresh: Seconds | null;
  /** The query without `refresh`. */
  readonly rest: string;
}

const NO_QUERY: RoundQuery = { groups: [], exclude: [], refresh: null, rest: "" };

/**
 * Reads the query of a request for a round.
 *
 * @returns What it says, or the message of a 400.
 */
export function parseRoundQuery(url: string): RoundQuery | string {
  if (!url.includes("?")) return NO_QUERY;
  const searchParams = queryOf(url);
  const mistake = queryError(searchParams, ["exclude", "group", "refresh"]);
  if (mistake !== undefined) return mistake;
  const groups = searchParams.getAll("group");
  const exclude = searchParams.getAll("exclude");
  return { groups, exclude, ...takeRefresh(searchParams) };
}

/** Takes `refresh` out of a query; a wrong one counts as absent. */
export function takeRefresh(searchParams: URLSearchParams): Pick<RoundQuery, "refresh" | "rest"> {
  const refresh = parseRefresh(searchParams) ?? null;
  searchParams.delete("refresh");
  return { refresh, rest: searchParams.toString() };
}

/**
 * Finds what is wrong with a query. A parameter with a typo must not be ignored: the report would be of
 * other endpoints than the client believes.
 *
 * @param known The parameters of the route.
 * @returns The message of a 400; `undefined` if nothing is wrong.
 */
export function queryError(
  searchParams: URLSearchParams,
  known: readonly string[],
): string | undefined {
  for (const name of searchParams.keys()) {
    if (known.includes(name)) continue;
    const meant = nearMiss(name, known);
    const hint = meant === undefined
      ? `it must be ${known.join(" or ")}`
      : `did you mean ${meant}?`;
    return `Bad request: unknown parameter ${shown(name)}; ${hint}`;
  }
  if (parseRefresh(searchParams) !== undefined) return undefined;
  return `Bad request: cannot use refresh: it must be whole seconds from 1 to ${MAX_REFRESH}`;
}

/** Reads `refresh`: `null` if it is absent, `undefined` if it is wrong. */
export function parseRefresh(searchParams: URLSearchParams): Seconds | null | undefined {
  const text = searchParams.get("refresh");
  if (text === null) return null;
  const seconds = /^\d{1,4}$/.test(text) ? Number(text) : NaN;
  return seconds >= 1 && seconds <= MAX_REFRESH ? seconds : undefined;
}

/** The name in the spelling of a URL, so that it holds no space and no control character. */
function shown(name: string): string {
  const text = encodeURIComponent(name);
  if (text === "") return "without a name";
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}...` : text;
}
