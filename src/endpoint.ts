import { ArgumentError } from "./argument_error.ts";
import { ENDPOINT_OPTIONS } from "./endpoint_options.ts";
import { decodePercent } from "./percent.ts";
import { type Kind, KINDS } from "./probes/mod.ts";
import type { Endpoint } from "./report.ts";

/** What an endpoint takes from its surroundings. */
export interface ParseEndpointOptions {
  /** Its place among the ENDPOINT arguments, from 1, to name it by in a message. */
  position: number;
  /** The seconds of TIMEOUT. */
  timeout: number;
}

/** What the name of an endpoint without the option `name` is made of. */
const NAMELESS = "";
const HIDDEN = "***";

/**
 * Reads one ENDPOINT argument. Every mistake in it is found here. Its name is empty where the fragment
 * gives it none.
 *
 * @throws {ArgumentError} if the text is not a URL of a known kind with options that the kind has a
 * use for.
 */
export function parseEndpoint(
  text: string,
  { position, timeout }: ParseEndpointOptions,
): Endpoint {
  const fail: Fail = (must, ...got) =>
    new ArgumentError(`use endpoint ${position}`, must, got.length === 0 ? redact(text) : got[0]);
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
  return fragment ? applyOptions(fragment, endpoint, kind, fail) : endpoint;
}

/** Says of the whole argument, or of what was got in it, what it must be. */
type Fail = (must: string, ...got: [got?: string | undefined]) => ArgumentError;

function parseAddress(text: string, fail: Fail): { url: URL; kind: Kind } {
  const shape = /^([a-z][a-z0-9+.-]*:)\/\/([^/?]*)/i.exec(text);
  if (shape === null) throw fail("it must be a URL such as http://localhost:8080/health");
  const [, scheme = "", authority = ""] = shape;
  const kind = KINDS.get(scheme.toLowerCase());
  if (kind === undefined) throw fail(`its scheme must be ${[...KINDS.keys()].join(" or ")}`);
  // URL would take each of these without a word, and check something else than what was written.
  // deno-lint-ignore no-control-regex
  if (/[\s\\\x00-\x1f\x7f]/.test(text)) throw fail("it must hold no white space or backslash");

  const host = URL.parse(`http://${authority}/`)?.hostname ?? "";
  if (kind.host ? host === "" : authority !== "") throw fail(`it must be ${kind.shape}`);
  const url = URL.parse(text);
  if (url === null || url.port === "0") throw fail("its host and port must be valid");
  // Of the schemes that it does not know, URL takes the host as it stands.
  if (kind.host) url.hostname = host;
  if (!kind.fits(url)) throw fail(`it must be ${kind.shape}`);
  if (decodePercent(url.username + url.password) === undefined) {
    throw fail("its user info must be percent-encoded UTF-8");
  }
  return { url, kind };
}

/** Reads a fragment in query-string form, where `+` is a space as well. */
function applyOptions(fragment: string, endpoint: Endpoint, kind: Kind, fail: Fail): Endpoint {
  let changed = endpoint;
  const seen = new Set<string>();
  for (const pair of fragment.split("&")) {
    const [encodedName, encodedValue] = split(pair, "=");
    const name = decodePercent(encodedName) ?? encodedName;
    const option = ENDPOINT_OPTIONS.get(name);
    const known = kind.options.some((known) => known === name);
    if (option === undefined || !known) {
      const whose = option === undefined ? "an option" : `an option of ${endpoint.url.protocol}`;
      throw fail(`it must have ${whose}: ${kind.options.join(", ")}`, name);
    }
    if (seen.has(name) && !option.repeats) throw fail(`option ${name} must be given once`);
    seen.add(name);
    const value = encodedValue === undefined
      ? undefined
      : decodePercent(encodedValue.replaceAll("+", " "));
    const wrong = (): ArgumentError =>
      fail(`option ${name} must be ${option.must}`, shown(option.secret, encodedValue));
    if ((encodedValue === undefined) !== (option.value === undefined)) throw wrong();
    if (encodedValue !== undefined && value === undefined) throw wrong();
    const change = option.read(value ?? "", changed);
    if (change === undefined) throw wrong();
    changed = { ...changed, ...change };
  }
  if (changed.method === "HEAD" && (changed.contains !== null || changed.json !== null)) {
    throw fail(`option method must be ${ENDPOINT_OPTIONS.get("method")?.must}`, changed.method);
  }
  return changed;
}

/**
 * Reads all ENDPOINT arguments. Those without a name are given one from their URL; where two differ
 * only in what a name does not show, such as their queries, the later ones get a number.
 *
 * @throws {ArgumentError} for the first that is wrong, that is there a second time, or that has the
 * name of another.
 */
export function parseEndpoints(texts: readonly string[], timeout: number): Endpoint[] {
  const seen = new Map<string, number>();
  const names = new Map<string, number>();
  const endpoints = texts.map((text, index) => {
    const position = index + 1;
    const endpoint = parseEndpoint(text, { position, timeout });
    const fail = (must: string, got: string): ArgumentError =>
      new ArgumentError(`use endpoint ${position}`, must, got);
    const identity = `${endpoint.url.href}#${split(text, "#")[1] ?? ""}`;
    const twin = seen.get(identity);
    if (twin !== undefined) throw fail(`it must differ from endpoint ${twin}`, redact(text));
    seen.set(identity, position);
    const namesake = names.get(endpoint.name);
    if (namesake !== undefined) {
      throw fail(`option name must differ from that of endpoint ${namesake}`, endpoint.name);
    }
    if (endpoint.name !== NAMELESS) names.set(endpoint.name, position);
    return endpoint;
  });
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

/** The text without what may be secret in it: user info, query and fragment. */
function redact(text: string): string {
  return text.replace(/[?#].*$/s, "").replace(/(\/\/)?[^/]*@/, "$1");
}

function shown(secret: boolean | undefined, value: string | undefined): string | undefined {
  return secret && value ? HIDDEN : value || undefined;
}

/** What stands before the first separator, and what after it. */
function split(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + separator.length)];
}
