/** @module The right answers. */
import type { Answer } from "./client.ts";
import type { TorturedEndpoint } from "./endpoint.ts";
import { GROUPS, NAMES } from "./endpoints/all.ts";
import type { Subject } from "./subject.ts";

/** What a request may ask for: a path, and the endpoints that it selects. */
export interface Request {
  /** What the report calls it. */
  readonly what: string;
  readonly path: string;
  readonly names: readonly string[];
}

/** The request for those whose lines in the log are long. */
export const LONG: Request = { what: "group", path: "/all?group=long", names: GROUPS.long };
/** The requests that start a round. */
export const REQUESTS: readonly Request[] = [
  { what: "/all", path: "/all", names: NAMES },
  { what: "exclude", path: `/all?exclude=${NAMES[0]}`, names: NAMES.slice(1) },
  {
    what: "exclude",
    path: `/all?${NAMES.slice(1, 4).map((name) => `exclude=${name}`).join("&")}`,
    names: [...NAMES.slice(0, 1), ...NAMES.slice(4)],
  },
  { what: "group", path: "/all?group=g", names: GROUPS.g },
  {
    what: "group",
    path: `/all?group=long&exclude=${NAMES[0]}&group=g`,
    names: NAMES.filter((name, index) =>
      index > 0 && (GROUPS.long.includes(name) || GROUPS.g.includes(name))
    ),
  },
  LONG,
  ...NAMES.map((name) => ({ what: "/all/NAME", path: `/all/${name}`, names: [name] })),
];

/** The body of an answer in JSON, as far as it is judged. */
interface Body {
  readonly checks: Readonly<Record<string, boolean>>;
  readonly endpoints: readonly {
    readonly name: string;
    readonly reason: string | null;
    readonly warning: string | null;
  }[];
}

/** Removes what makes a name or a path long. */
export function short(text: string): string {
  return text.replace(/-x{3,}/g, "");
}

/**
 * Judges the answer to a request in JSON: an endpoint that was in one state from the request until now
 * must be reported in that state, with a warning or without, and the status must follow from the states.
 *
 * @returns What is wrong with it.
 */
export function judge(
  request: Request,
  answer: Answer,
  { endpoints, counts, lag }: Pick<Subject, "endpoints" | "counts" | "lag">,
): string[] {
  const { what, path, names } = request;
  const { status, body, requestedMs } = answer;
  const asked = short(path);
  const { checks, endpoints: details } = JSON.parse(body) as Body;
  const wrong: string[] = [];
  const selected = endpoints.filter((endpoint) => names.includes(endpoint.asked.name));
  for (const endpoint of selected) {
    const { name } = endpoint.asked;
    const { reason, warning } = details.find((detail) => detail.name === name) ?? {};
    if (reason) endpoint.onFailure(reason);
    const good = endpoint.goodSince(requestedMs);
    const warns = checks[name] ? endpoint.warnsSince(requestedMs) : undefined;
    const isLarge = endpoint.large.includes(endpoint.mode);
    const kind = endpoint.asked.what +
      (isLarge ? ", large" : "") + (warns ? ", with a warning" : "");
    counts.add(kind, good === checks[name] ? good : undefined);
    if (warns !== undefined && warns !== Boolean(warning)) {
      wrong.push(`${asked}: the warning of ${short(name)} must be ${warns}, got ${warning}`);
    }
    if (good === undefined || good === checks[name]) continue;
    if (good && reason?.startsWith("timed out") && lag.wasLateSince(requestedMs)) {
      counts.excuse(kind);
      continue;
    }
    const must = `${short(name)} must be ${good} in the mode ${endpoint.mode}`;
    wrong.push(`${asked}: ${must}, got ${checks[name]}: ${reason}`);
  }
  const results = Object.entries(checks);
  if (results.length !== names.length) wrong.push(`${asked}: ${results.length} results`);
  const ready = selected.every(({ asked: { name }, isOptional }) => checks[name] || isOptional);
  if (status !== (ready ? 200 : 503)) {
    wrong.push(`${asked}: ${status} for ${results.map(([, ok]) => ok)}`);
  }
  counts.add(what, wrong.length === 0 ? ready : undefined);
  return wrong;
}

/** Whether a status can be right for these endpoints in their states from a time until now. */
export function isPossible(
  { status, requestedMs }: Answer,
  { names }: Request,
  endpoints: readonly TorturedEndpoint[],
): boolean {
  const states = endpoints.filter(({ asked, isOptional }) =>
    names.includes(asked.name) && !isOptional
  ).map((endpoint) => endpoint.goodSince(requestedMs));
  if (status === 200) return !states.includes(false);
  return status === 503 && states.some((good) => good !== true);
}
