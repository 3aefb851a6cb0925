import { ArgumentError } from "../process/argument_error.ts";
import type { Fail } from "./fragment.ts";
import { decodePercent } from "../process/percent.ts";
import { type Kind, KINDS } from "./kinds.ts";
import type { Endpoint } from "../check/report.ts";
import { split } from "./split.ts";

/** What an endpoint takes from its surroundings. */
export interface ParseEndpointOptions {
  /** What to call it in a message: `endpoint 2`. */
  label: string;
  /** The seconds that a check of it may take. */
  timeout: number;
}

/** What the name of an endpoint without the option `name` is made of. */
const NAMELESS = "";

/**
 * Reads one ENDPOINT argument. Every mistake in it is found here. Its name is empty where the fragment
 * gives it none; what reads fragments is loaded for the first one.
 *
 * @throws {ArgumentError} if the text is not a URL of a known kind with options that the kind has a
 * use for.
 */
export async function parseEndpoint(
  text: string,
  { label, timeout }: ParseEndpointOptions,
): Promise<Endpoint> {
  const fail: Fail = (must, ...got) =>
    new ArgumentError(`use ${label}`, must, got.length === 0 ? text : got[0]);
  const [address, fragment] = split(text, "#");
  const { url, kind } = parseAddress(address, fail);
  const endpoint: Endpoint = {
    name: NAMELESS,
    url,
    shownUrl: `${url.protocol}//${url.host}${url.pathname}`,
    timeout,
    optional: false,
    status: [{ first: 200, last: 399 }],
    method: "GET",
    headers: [],
    contains: null,
    json: null,
    insecure: false,
  };
  if (!fragment) return endpoint;
  const { applyOptions } = await import("./fragment.ts");
  return applyOptions(fragment, { endpoint, kind, fail });
}

function parseAddress(text: string, fail: Fail): { url: URL; kind: Kind } {
  const shape = /^([a-z][a-z0-9+.-]*:)\/\/([^/?]*)/i.exec(text);
  if (shape === null) throw fail("it must be a URL such as http://localhost:8080/health");
  const [, scheme = "", authority = ""] = shape;
  const kind = KINDS.get(scheme.toLowerCase());
  if (kind === undefined) throw fail(`its scheme must be ${[...KINDS.keys()].join(" or ")}`);
  // URL would take each of these without a word, and check something else than what was written.
  // deno-lint-ignore no-control-regex
  if (/[\s\\\x00-\x1f\x7f]/.test(text)) throw fail("it must hold no white space or backslash");

  if ((authority !== "") !== kind.host) throw fail(`it must be ${kind.shape}`);
  const host = URL.parse(`http://${authority}/`)?.hostname ?? "";
  const url = URL.parse(text);
  if (url === null || url.port === "0" || (kind.host && host === "")) {
    throw fail("its host and port must be valid");
  }
  // Of the schemes that it does not know, URL takes the host as it stands.
  if (kind.host) url.hostname = host;
  if (!kind.fits(url)) throw fail(`it must be ${kind.shape}`);
  if (decodePercent(url.username + url.password) === undefined) {
    throw fail("its user info must be percent-encoded UTF-8");
  }
  return { url, kind };
}

/**
 * Reads all ENDPOINT arguments. Those without a name are given one from their URL; where two differ
 * only in what a name does not show, such as their queries, the later ones get a number.
 *
 * @throws {ArgumentError} for the first that is wrong, that is there a second time, or that has the
 * name of another.
 */
export async function parseEndpoints(
  texts: readonly string[],
  timeout: number,
): Promise<Endpoint[]> {
  const seen = new Map<string, number>();
  const names = new Map<string, number>();
  const endpoints: Endpoint[] = [];
  for (const [index, text] of texts.entries()) {
    const position = index + 1;
    const endpoint = await parseEndpoint(text, { label: `endpoint ${position}`, timeout });
    const fail = (must: string, got: string): ArgumentError =>
      new ArgumentError(`use endpoint ${position}`, must, got);
    const identity = `${endpoint.url.href}#${split(text, "#")[1] ?? ""}`;
    const twin = seen.get(identity);
    if (twin !== undefined) throw fail(`it must differ from endpoint ${twin}`, text);
    seen.set(identity, position);
    const namesake = names.get(endpoint.name);
    if (namesake !== undefined) {
      throw fail(`option name must differ from that of endpoint ${namesake}`, endpoint.name);
    }
    if (endpoint.name !== NAMELESS) names.set(endpoint.name, position);
    endpoints.push(endpoint);
  }
  const taken = new Set(names.keys());
  return endpoints.map((endpoint) => {
    if (endpoint.name !== NAMELESS) return endpoint;
    const name = unusedName(nameOf(endpoint.url), taken);
    taken.add(name);
    return { ...endpoint, name };
  });
}

function nameOf({ host, pathname }: URL): string {
  return `${host}${pathname === "/" ? "" : pathname}`;
}

function unusedName(name: string, taken: ReadonlySet<string>): string {
  let candidate = name;
  for (let n = 2; taken.has(candidate); n++) candidate = `${name}-${n}`;
  return candidate;
}
