/** @module The queries of requests. */
import { formatNames, type Formats, type Representation } from "../formats/format.ts";
import type { View } from "../formats/renderer.ts";
import { nearMiss } from "../process/text/near_miss.ts";
import type { Seconds } from "../process/time/duration.ts";

const MAX_REFRESH: Seconds = 3600;
/** The characters of a parameter's name that a message shows. */
const MAX_SHOWN = 100;

/** Returns the query of a URL. To parse the whole URL would cost more than the answer. */
export function queryOf(url: string): URLSearchParams {
  const [, query = ""] = /^[^?#]*\?([^#]*)/.exec(url) ?? [];
  return new URLSearchParams(query);
}

/**
 * Returns the name of a format in a query. A `+` means a space in a query, but people write
 * `health+json` as it is.
 */
export function formatIn(searchParams: URLSearchParams): string | undefined {
  return searchParams.get("format")?.replaceAll(" ", "+");
}

/**
 * Finds what is wrong with the `format` of a query.
 *
 * @returns The message of a 400; `undefined` if nothing is wrong.
 */
export function formatError(
  searchParams: URLSearchParams,
  formats: Formats<Representation>,
): string | undefined {
  const names = formatNames(formats);
  const name = formatIn(searchParams);
  return name === undefined || names.includes(name)
    ? undefined
    : `Bad request: format must be ${names.join(" or ")}`;
}

/** Returns the name of the format that a query chooses for an error; a wrong one counts as absent. */
export function validFormatIn(
  searchParams: URLSearchParams,
  formats: Formats<Representation>,
): string | undefined {
  return formatError(searchParams, formats) === undefined ? formatIn(searchParams) : undefined;
}

/** Takes `refresh` out of a query; a wrong one counts as absent. */
export function takeRefresh(searchParams: URLSearchParams): Pick<View, "refresh" | "query"> {
  const refresh = parseRefresh(searchParams) ?? null;
  searchParams.delete("refresh");
  return { refresh, query: searchParams.toString() };
}

/**
 * Finds what is wrong with a query. A parameter with a typo must not be ignored: the report would be of
 * other endpoints than the client believes.
 *
 * @param own The parameters of the route besides `format`.
 * @param formats The formats of the route.
 * @returns The message of a 400; `undefined` if nothing is wrong.
 */
export function queryError(
  searchParams: URLSearchParams,
  own: readonly string[],
  formats: Formats<Representation>,
): string | undefined {
  const known = [...own, "format"];
  for (const name of searchParams.keys()) {
    if (known.includes(name)) continue;
    const meant = nearMiss(name, known);
    const hint = meant === undefined
      ? `it must be ${known.join(" or ")}`
      : `did you mean ${meant}?`;
    return `Bad request: unknown parameter ${shown(name)}; ${hint}`;
  }
  for (const name of ["refresh", "since", "format"]) {
    if (searchParams.getAll(name).length <= 1) continue;
    return `Bad request: cannot use ${name}: it must be given once`;
  }
  const mistake = formatError(searchParams, formats);
  if (mistake !== undefined) return mistake;
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
