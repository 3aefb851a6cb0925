/** @module The options in the fragment of an endpoint. */
import type { Endpoint } from "../check/endpoint.ts";
import type { EndpointOption, Kind } from "../probes/kind.ts";
import type { ArgumentError, Hint } from "../process/argument_error.ts";
import { nearMiss } from "../process/text/near_miss.ts";
import { decodePercent, decodePercentBytes } from "../process/text/percent.ts";
import { HIDDEN } from "../process/text/redact.ts";
import { KINDS } from "../probes/kinds.ts";
import { COMMON_OPTIONS } from "./options.ts";

/**
 * Creates the error that says what the endpoint, or the text in it that was got, must be, and what was
 * probably meant.
 */
export type Fail = (
  must: string,
  ...got: [got?: string | undefined, meant?: string | Hint | undefined]
) => ArgumentError;

/**
 * Reads a fragment in query-string form, where `+` is a space as well.
 *
 * @param endpoint The endpoint without the options.
 * @param kind Its kind, which says what options it has.
 * @param fail Creates the error for a wrong option.
 * @returns The endpoint with the options applied.
 * @throws {ArgumentError} if the kind has no such option, a value is wrong, options contradict each
 * other, or a file that they name is wrong.
 */
export async function applyOptions(
  fragment: string,
  endpoint: Endpoint,
  kind: Kind,
  fail: Fail,
): Promise<Endpoint> {
  const { table, conflict } = kind.options;
  let result = endpoint;
  const seen = new Set<string>();
  // What follows a secret value may be the rest of it, after an `&` that nobody escaped.
  let mayBeSecret = false;
  const rests = new Set<string>();
  for (const pair of fragment.split("&")) {
    const { name, encodedValue } = splitPair(pair);
    const isOwn = Object.hasOwn(table, name);
    const option = isOwn ? table[name] : commonOption(name);
    if (option === undefined) {
      const others = await schemesWith(name);
      if (others.length > 0) {
        throw fail(
          `its scheme must be ${others.join(" or ")} for option ${name}`,
          endpoint.url.protocol,
        );
      }
      const known = [...Object.keys(COMMON_OPTIONS), ...Object.keys(table)];
      const must = `its options must be of ${known.join(", ")}`;
      throw fail(must, await shownName(name), nearMiss(name, known));
    }
    if (seen.has(name) && !option.repeats) throw fail(`option ${name} must be given once`);
    seen.add(name);
    const isRest = mayBeSecret;
    if (isRest) rests.add(name);
    mayBeSecret ||= option.secret === true;
    const value = readValue(option, encodedValue);
    const change = value === undefined
      ? undefined
      : option.read(value, isOwn ? result.own : result);
    if (change === undefined) {
      const hidden = isRest || value === undefined ? HIDDEN : option.redact?.(value) ?? HIDDEN;
      const hides = mayBeSecret || option.redact !== undefined;
      const shown = hides && encodedValue ? hidden : encodedValue || undefined;
      const must = decode(option, encodedValue) === undefined
        ? `percent-encoded ${option.bytes ? "bytes" : "UTF-8"} (%25 is %)`
        : option.must;
      throw fail(`option ${name} must be ${must}`, shown);
    }
    result = {
      ...result,
      ...(isOwn ? { own: { ...(result.own as object), ...change } } : change),
      permissions: [...result.permissions, ...option.permissions ?? []],
      acrossChecks: result.acrossChecks || option.acrossChecks === true,
    };
  }
  const contradiction = await conflict?.(result.own, result);
  if (contradiction !== undefined) {
    const { must, got, option = "" } = contradiction;
    throw fail(must, rests.has(option) ? HIDDEN : got);
  }
  return result;
}

/** Splits `name=value` into its name, decoded, and its value as it is written. */
export function splitPair(pair: string): { name: string; encodedValue: string | undefined } {
  const at = pair.indexOf("=");
  const encodedName = at < 0 ? pair : pair.slice(0, at);
  const name = decodePercent(encodedName) ?? encodedName;
  return { name, encodedValue: at < 0 ? undefined : pair.slice(at + 1) };
}

function commonOption(name: string): EndpointOption<Endpoint> | undefined {
  return Object.hasOwn(COMMON_OPTIONS, name)
    ? COMMON_OPTIONS[name] as EndpointOption<Endpoint>
    : undefined;
}

/** The schemes whose kinds have an option of their own. */
async function schemesWith(name: string): Promise<string[]> {
  const kinds = await Promise.all(
    [...KINDS].map(async ([scheme, load]) => ({ scheme, table: (await load()).options.table })),
  );
  return kinds.filter(({ table }) => Object.hasOwn(table, name)).map(({ scheme }) => scheme);
}

/**
 * The name of an unknown option if it is a near miss; any other may be the
 * rest of a secret value with an `&`.
 */
async function shownName(name: string): Promise<string> {
  const kinds = await Promise.all([...KINDS.values()].map((load) => load()));
  const tables = kinds.map(({ options }) => options.table);
  const names = [COMMON_OPTIONS, ...tables].flatMap((table) => Object.keys(table));
  return nearMiss(name, names) === undefined ? HIDDEN : name;
}

function decode({ bytes }: EndpointOption, encodedValue = ""): string | undefined {
  const encoded = encodedValue.replaceAll("+", " ");
  return bytes ? decodePercentBytes(encoded) : decodePercent(encoded);
}

/** The decoded value, empty where the option takes none; `undefined` if it is missing or malformed. */
function readValue(
  option: EndpointOption,
  encodedValue: string | undefined,
): string | undefined {
  if ((encodedValue === undefined) !== (option.value === undefined)) return undefined;
  return decode(option, encodedValue);
}
