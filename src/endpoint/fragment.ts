import type { ArgumentError } from "../process/argument_error.ts";
import { ENDPOINT_OPTIONS } from "./options.ts";
import { decodePercent } from "../process/percent.ts";
import type { Kind } from "./kinds.ts";
import type { Endpoint } from "../check/report.ts";
import { split } from "./split.ts";

/** Says of the whole argument, or of what was got in it, what it must be. */
export type Fail = (must: string, ...got: [got?: string | undefined]) => ArgumentError;

const HIDDEN = "***";
/** What is shown of an option that does not exist: more may be the rest of a value with an `&` in it. */
const LIKELY_NAME = /^[a-z]{1,12}$/;

/** What the options are for. */
export interface ApplyOptionsOptions {
  endpoint: Endpoint;
  kind: Kind;
  fail: Fail;
}

/**
 * Reads a fragment, which is in query-string form, where `+` is a space as well, and gives the endpoint
 * with its options.
 *
 * @throws {ArgumentError} if there is an option that the kind has no use for, or a value is wrong.
 */
export function applyOptions(
  fragment: string,
  { endpoint, kind, fail }: ApplyOptionsOptions,
): Endpoint {
  let changed = endpoint;
  const seen = new Set<string>();
  for (const pair of fragment.split("&")) {
    const [encodedName, encodedValue] = split(pair, "=");
    const name = decodePercent(encodedName) ?? encodedName;
    const option = ENDPOINT_OPTIONS.get(name);
    const known = kind.options.some((known) => known === name);
    if (option === undefined || !known) {
      const must = `its options must be of ${kind.options.join(", ")}`;
      throw fail(must, LIKELY_NAME.test(name) ? name : HIDDEN);
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

function shown(secret: boolean | undefined, value: string | undefined): string | undefined {
  return secret && value ? HIDDEN : value || undefined;
}
