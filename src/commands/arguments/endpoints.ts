/** @module The arguments that say what to check. */
import type { Endpoint } from "../../check/endpoint.ts";
import { groupNames, isInGroups } from "../../check/groups.ts";
import { parseEndpoints } from "../../endpoint/parse.ts";
import { portOf } from "../../net/address.ts";
import { ArgumentError } from "../../process/argument_error.ts";
import {
  DURATION,
  MAX_DURATION,
  parseDuration,
  type Seconds,
} from "../../process/time/duration.ts";
import { nearMiss } from "../../process/text/near_miss.ts";
import type { EarlierArguments, Operand, Option } from "./argument.ts";
import { separately } from "./values.ts";

/** This host, as a URL spells it. */
const LOOPBACK = /^(?:localhost|127\.[\d.]+|0\.0\.0\.0|\[::1?\])$/;

/** The timeout of a check. */
export const TIMEOUT: Operand<Seconds> = {
  kind: "operand",
  name: "TIMEOUT",
  example: "5",
  help: "the timeout of one check, in seconds or such as 500ms",
  read: ([text]) => {
    const timeout = parseDuration(text ?? "");
    if (timeout !== undefined) return timeout;
    throw new ArgumentError("use TIMEOUT", `it must be ${DURATION}${separately(text)}`, text);
  },
};

/** What to check, of the groups that `--group` names. TIMEOUT stands before it. */
export const ENDPOINTS: Operand<readonly Endpoint[]> = {
  kind: "operand",
  name: "ENDPOINT",
  example: "URL",
  help: "what to check",
  many: true,
  read: async (texts, before) => inGroups(await readEndpoints(texts, before), before),
};

/** Which groups to check. ENDPOINT, which is read later, says which there are. */
export const GROUP: Option<readonly string[]> = {
  kind: "option",
  name: "group",
  value: "NAME",
  help: "only the endpoints of this group; may be repeated",
  default: [],
  repeats: true,
  read: (text, before) => [...before, text],
};

/**
 * Reads all endpoints, whatever their groups.
 *
 * @throws {ArgumentError} for the first that is wrong, or if there is none.
 */
export async function readEndpoints(
  texts: readonly string[],
  { timeout = MAX_DURATION, port, alertLabels }: EarlierArguments,
): Promise<Endpoint[]> {
  if (texts.length === 0) throw new ArgumentError("use ENDPOINT", "it must be a URL");
  if (port === undefined && parseDuration(texts[0] ?? "") !== undefined) {
    const must = "it must be a URL, and the command takes TIMEOUT first and no PORT";
    throw new ArgumentError("use endpoint 1", must, texts[0]);
  }
  const endpoints = await parseEndpoints(texts, timeout);
  const labelled = endpoints.findIndex((endpoint) => endpoint.alertLabels !== undefined);
  if (labelled >= 0 && alertLabels === undefined) {
    const what = `use option alert-label of endpoint ${labelled + 1}`;
    throw new ArgumentError(
      what,
      "the command must notify, as watch does",
      endpoints[labelled]?.shownUrl,
    );
  }
  const own = endpoints.find((endpoint) => isOwnRound(endpoint, port));
  if (own === undefined) return endpoints;
  const must = "it must not be the sidecar's own /all, which would wait for itself; /self may be";
  throw new ArgumentError("use ENDPOINT", must, own.shownUrl);
}

/** Reports whether a check of an endpoint would request a round of the process that checks it. */
function isOwnRound({ url }: Endpoint, port: number | undefined): boolean {
  return url.protocol === "http:" && LOOPBACK.test(url.hostname) && portOf(url) === port &&
    /^\/all(?:\/.|$)/.test(url.pathname);
}

/**
 * Returns the endpoints of the groups that `--group` names; all without one.
 *
 * @throws {ArgumentError} if no endpoint is in one of the groups.
 */
export function inGroups(
  endpoints: readonly Endpoint[],
  { groups = [] }: EarlierArguments,
): readonly Endpoint[] {
  if (groups.length === 0) return endpoints;
  const known = groupNames(endpoints);
  const unknown = groups.find((group) => !known.has(group));
  if (unknown === undefined) return endpoints.filter((endpoint) => isInGroups(endpoint, groups));
  const must = known.size === 0
    ? "it must be a group of an endpoint, and none has one"
    : `it must be ${[...known].join(" or ")}`;
  throw new ArgumentError("use --group", must, unknown || undefined, nearMiss(unknown, known));
}
