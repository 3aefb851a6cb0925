/** @module What is valid in an endpoint, but was probably meant otherwise. */
import type { Kind } from "../probes/kind.ts";
import { COMMON_OPTIONS } from "./options.ts";

/** A variable that nobody expanded: `$(NAME)`, `${NAME}` or `$NAME`. */
const VARIABLE = /\$(?:\([A-Za-z_][\w.-]*\)|\{[A-Za-z_]\w*\}|[A-Za-z_]\w*)/;
/** A variable as Kubernetes writes it in `args`. */
const KUBERNETES_VARIABLE = /\$\([A-Za-z_][\w.-]*\)/;
const NOT_EXPANDED = "a $(...) that was not expanded";
/** The options that look for text or bytes in what a server says, or send them. */
const LITERAL = new Set(["send", "expect", "contains"]);

/** Whether a host and port hold a variable that nobody expanded. */
export function holdsVariable(hostAndPort: string): boolean {
  return VARIABLE.test(hostAndPort);
}

/** One option as it is written in the fragment. */
interface WrittenOption {
  /** Its name, decoded. */
  readonly name: string;
  /** Its value, as it is written. */
  readonly value: string;
}

/**
 * Returns what was probably meant otherwise. No warning holds a part of the endpoint that may be secret.
 *
 * @param address The endpoint up to its fragment, as it is written.
 * @param url The same, parsed.
 * @param options The options of its fragment, each known to the kind.
 */
export function warningsOf(
  address: string,
  { url, kind, options }: { url: URL; kind: Kind; options: readonly WrittenOption[] },
): string[] {
  const warnings = new Set<string>();
  const [beforeQuery = "", query = ""] = address.split("?", 2);
  if (KUBERNETES_VARIABLE.test(beforeQuery)) warnings.add(`URL: ${NOT_EXPANDED}`);
  if (KUBERNETES_VARIABLE.test(query)) warnings.add(`query: ${NOT_EXPANDED}`);
  if (options.length === 0) {
    const misplaced = optionsInQuery(url, kind);
    if (misplaced !== undefined) warnings.add(misplaced);
  }
  for (const { name, value } of options) {
    if (KUBERNETES_VARIABLE.test(value)) warnings.add(`${name}: ${NOT_EXPANDED}`);
    if (!LITERAL.has(name)) continue;
    if (value.startsWith("+")) warnings.add(`${name}: it begins with +, a space; %2B is the plus`);
    if (/\\[rnx]/.test(value)) {
      warnings.add(`${name}: \\r, \\n and \\x are taken as they stand; %0D%0A is a line break`);
    }
  }
  return [...warnings];
}

/** A query of nothing but options was probably meant to be the fragment. */
function optionsInQuery({ searchParams }: URL, { options }: Kind): string | undefined {
  const names = [...new Set(searchParams.keys())];
  const isOption = (name: string): boolean =>
    Object.hasOwn(COMMON_OPTIONS, name) || Object.hasOwn(options.table, name);
  if (names.length === 0 || !names.every(isOption)) return undefined;
  const listed = names.join(", ").replace(/, (?=[^,]*$)/, " and ");
  const stand = names.length === 1 ? "stands" : "stand";
  return `${listed} ${stand} in the query, which goes to the server; options stand after #`;
}
