/** @module Reads ENDPOINT arguments and finds every mistake in them. */
import type { Endpoint } from "../check/endpoint.ts";
import type { Kind } from "../probes/kind.ts";
import { ArgumentError } from "../process/argument_error.ts";
import type { Seconds } from "../process/time/duration.ts";
import { decodePercent } from "../process/text/percent.ts";
import { HIDDEN, mayBreakOff } from "../process/text/redact.ts";
import { recipeFor } from "./foreign_scheme.ts";
import { suggestUrl } from "./bare_address.ts";
import { applyOptions, type Fail, splitPair } from "./fragment.ts";
import { KINDS } from "../probes/kinds.ts";
import { holdsVariable, warningsOf } from "./warnings.ts";

/** Options of {@linkcode parseEndpoint}. */
export interface ParseEndpointOptions {
  /** What a message calls it: `endpoint 2`. */
  label: string;
  /** The timeout of a check, unless the fragment sets another. */
  timeout: Seconds;
  /**
   * Whether it may be the rest of a secret before it.
   * @default {false}
   */
  mayBeRest?: boolean;
}

/** A segment of a path that removes the one before. */
const DOT_DOT = /\/(?:\.|%2e){2}(?:\/|$)/i;

/** The name of an endpoint until one is derived from its URL. */
const UNNAMED = "";

/**
 * Reads one ENDPOINT argument.
 *
 * @returns The endpoint. Its name is empty if the fragment does not set one.
 * @throws {ArgumentError} if the text is not a URL of a known kind, or an option is wrong.
 * @example
 * await parseEndpoint("http://localhost:8080/health#name=app", { label: "endpoint 1", timeout: 5 });
 */
export async function parseEndpoint(
  text: string,
  { label, timeout, mayBeRest = false }: ParseEndpointOptions,
): Promise<Endpoint> {
  let topic = "endpoints";
  const fail: Fail = (must, ...got) =>
    new ArgumentError(`use ${label}`, must, got.length === 0 ? text : got[0], got[1], topic);
  const { address, fragment } = splitFragment(text);
  const { url, kind } = await parseAddress(address, { whole: text, mayBeRest, fail });
  topic += ` ${url.protocol.slice(0, -1)}`;
  const endpoint: Endpoint = {
    name: UNNAMED,
    url,
    shownUrl: `${url.protocol}//${url.host}${url.pathname}`,
    timeout,
    every: 0,
    optional: false,
    groups: [],
    permissions: kind.permissions,
    acrossChecks: false,
    own: kind.defaults,
  };
  const pairs = fragment === "" ? [] : fragment.split("&").map(splitPair);
  const options = pairs.map(({ name, encodedValue = "" }) => ({ name, value: encodedValue }));
  const read = pairs.length === 0 ? endpoint : await applyOptions(fragment, endpoint, kind, fail);
  const warnings = warningsOf(address, { url, kind, options });
  return warnings.length === 0 ? read : { ...read, warnings };
}

function splitFragment(text: string): { address: string; fragment: string } {
  const [address = ""] = text.split("#", 1);
  return { address, fragment: text.slice(address.length + 1) };
}

/** @param whole The argument with its fragment: what to show of a text depends on all of it. */
async function parseAddress(
  text: string,
  { whole, mayBeRest, fail }: { whole: string; mayBeRest: boolean; fail: Fail },
): Promise<{ url: URL; kind: Kind }> {
  const shape = /^([a-z][a-z0-9+.-]*:)\/\/([^/?]*)/i.exec(text);
  if (shape === null) {
    const meant = suggestUrl(whole);
    const shown = mayBeRest && meant === undefined ? HIDDEN : whole;
    throw fail("it must be a URL such as http://localhost:8080/health", shown, meant);
  }
  const [, scheme = "", authority = ""] = shape;
  const loadKind = KINDS.get(scheme.toLowerCase());
  if (loadKind === undefined) {
    const must = `its scheme must be ${[...KINDS.keys()].join(" or ")}`;
    throw fail(must, whole, recipeFor(scheme.toLowerCase()));
  }
  // URL accepts each of these silently, and would check something else than what was written.
  // deno-lint-ignore no-control-regex
  if (/[\s\\\x00-\x1f\x7f]/.test(text)) throw fail("it must hold no white space or backslash");
  const kind = await loadKind();
  // The kernel takes `//` for `/`, URL for an empty segment that `..` removes.
  const [file = ""] = text.slice(`${scheme}//`.length).split(":/", 1);
  if (!kind.namesHost && file.includes("//") && DOT_DOT.test(file)) {
    throw fail("its path must not hold both // and ..");
  }
  if ((authority !== "") !== kind.namesHost) throw fail(`it must be ${kind.shape}`);
  if (kind.namesHost && holdsVariable(authority.slice(authority.lastIndexOf("@") + 1))) {
    throw fail(
      "its host and port must hold no variable (Kubernetes leaves $(NAME) as it is when it is not set)",
    );
  }
  const host = URL.parse(`http://${authority}/`)?.hostname ?? "";
  const url = URL.parse(text);
  // The name of an endpoint derives from its host, and a URL drops the path segments `.` and `..`.
  if (url === null || url.port === "0" || (kind.namesHost && /^\.*$/.test(host))) {
    throw fail("its host and port must be valid");
  }
  // URL does not normalize the host of a scheme that it does not know.
  if (kind.namesHost) url.hostname = host;
  if (!kind.fits(url)) throw fail(kind.limit?.(url) ?? `it must be ${kind.shape}`);
  if ([url.username, url.password].some((part) => decodePercent(part) === undefined)) {
    throw fail("its user info must be percent-encoded UTF-8");
  }
  return { url, kind };
}

/**
 * Reads all ENDPOINT arguments. An endpoint without a name gets one derived from its URL. Where the
 * derived names of several schemes are equal, each begins with its scheme. Where two are still equal, as
 * for URLs that differ in their queries, the later ones get a number.
 *
 * @param timeout The timeout of a check, unless a fragment sets another.
 * @throws {ArgumentError} for the first that is wrong, is a duplicate, or has the name of another.
 */
export async function parseEndpoints(
  texts: readonly string[],
  timeout: Seconds,
): Promise<Endpoint[]> {
  const seen = new Map<string, number>();
  const names = new Map<string, number>();
  const endpoints: Endpoint[] = [];
  for (const [index, text] of texts.entries()) {
    const position = index + 1;
    const mayBeRest = texts.slice(0, index).some(mayBreakOff);
    const label = `endpoint ${position}`;
    const endpoint = await parseEndpoint(text, { label, timeout, mayBeRest });
    const fail = (must: string, got: string): ArgumentError =>
      new ArgumentError(`use ${label}`, must, got);
    const identity = `${endpoint.url.href}#${splitFragment(text).fragment}`;
    const twin = seen.get(identity);
    if (twin !== undefined) throw fail(`it must differ from endpoint ${twin}`, text);
    seen.set(identity, position);
    const namesake = names.get(endpoint.name);
    if (namesake !== undefined) {
      throw fail(`option name must differ from that of endpoint ${namesake}`, endpoint.name);
    }
    if (endpoint.name !== UNNAMED) names.set(endpoint.name, position);
    endpoints.push(endpoint);
  }
  return withNames(endpoints);
}

/** Names the endpoints without a name. One whose derived name is its own keeps it whatever the others are. */
function withNames(endpoints: readonly Endpoint[]): Endpoint[] {
  const unnamed = endpoints.filter(({ name }) => name === UNNAMED);
  const schemes = new Map<string, Set<string>>();
  for (const { url } of unnamed) {
    const name = derivedName(url);
    schemes.set(name, (schemes.get(name) ?? new Set()).add(url.protocol));
  }
  const needsScheme = ({ url }: Endpoint): boolean =>
    (schemes.get(derivedName(url))?.size ?? 0) > 1;
  const taken = new Set(endpoints.map(({ name }) => name));
  const names = new Map<Endpoint, string>();
  const inOrder = unnamed.toSorted((a, b) => Number(needsScheme(a)) - Number(needsScheme(b)));
  for (const endpoint of inOrder) {
    const { url } = endpoint;
    const name = unusedName(needsScheme(endpoint) ? nameWithScheme(url) : derivedName(url), taken);
    taken.add(name);
    names.set(endpoint, name);
  }
  return endpoints.map((endpoint) => ({ ...endpoint, name: names.get(endpoint) ?? endpoint.name }));
}

function derivedName({ host, pathname }: URL): string {
  return `${host}${pathname === "/" ? "" : pathname}`;
}

/** The derived name after the scheme, whose `+` would be a space in the query of `/all?exclude=`. */
function nameWithScheme(url: URL): string {
  return `${url.protocol.slice(0, -1).replaceAll("+", "-")}-${derivedName(url)}`;
}

function unusedName(name: string, taken: ReadonlySet<string>): string {
  let candidate = name;
  for (let n = 2; taken.has(candidate); n++) candidate = `${name}-${n}`;
  return candidate;
}
