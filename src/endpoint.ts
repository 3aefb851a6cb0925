import { ArgumentError } from "./argument_error.ts";
import { KINDS } from "./probes/mod.ts";
import type { Endpoint } from "./report.ts";

/** What an endpoint takes from its surroundings. */
export interface ParseEndpointOptions {
  /** Its place among the ENDPOINT arguments, from 1, to name it by in a message. */
  position: number;
  /** The seconds of TIMEOUT. */
  timeout: number;
}

/**
 * Reads one ENDPOINT argument. Every mistake in it is found here.
 *
 * @throws {ArgumentError} if the text is not a URL of a known kind with a host.
 */
export function parseEndpoint(
  text: string,
  { position, timeout }: ParseEndpointOptions,
): Endpoint {
  const wrong = (must: string): ArgumentError =>
    new ArgumentError(`use endpoint ${position}`, must, redact(text));

  const shape = /^([a-z][a-z0-9+.-]*:)(\/\/[^/?#]*)?/i.exec(text);
  if (shape === null || !shape[2]) {
    throw wrong("it must be a URL such as http://localhost:8080/health");
  }
  const scheme = shape[1]?.toLowerCase() ?? "";
  if (!KINDS.has(scheme)) throw wrong(`its scheme must be ${[...KINDS.keys()].join(" or ")}`);
  // URL would take each of these without a word, and check something else than what was written.
  // deno-lint-ignore no-control-regex
  if (/[\s\\\x00-\x1f\x7f]/.test(text)) throw wrong("it must hold no white space or backslash");
  if (shape[2] === "//" || !URL.canParse(text)) throw wrong("its host and port must be valid");

  const url = new URL(text);
  if (url.hostname === "" || url.port === "0") throw wrong("its host and port must be valid");
  if (url.hash !== "") throw wrong("it must have no fragment");
  if (!isDecodable(url.username + url.password)) {
    throw wrong("its user info must be percent-encoded UTF-8");
  }
  const name = `${url.host}${url.pathname === "/" ? "" : url.pathname}`;
  return { name, url, shownUrl: `${url.protocol}//${url.host}${url.pathname}`, timeout };
}

/**
 * Reads all ENDPOINT arguments and gives each a name of its own: where two differ only in what a name
 * does not show, such as their queries, the later ones get a number.
 *
 * @throws {ArgumentError} for the first that is wrong, or that is there a second time.
 */
export function parseEndpoints(texts: readonly string[], timeout: number): Endpoint[] {
  const seen = new Map<string, number>();
  const names = new Set<string>();
  return texts.map((text, index) => {
    const position = index + 1;
    const endpoint = parseEndpoint(text, { position, timeout });
    const twin = seen.get(endpoint.url.href);
    if (twin !== undefined) {
      const must = `it must differ from endpoint ${twin}`;
      throw new ArgumentError(`use endpoint ${position}`, must, redact(text));
    }
    seen.set(endpoint.url.href, position);
    const name = unusedName(endpoint.name, names);
    names.add(name);
    return { ...endpoint, name };
  });
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

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
