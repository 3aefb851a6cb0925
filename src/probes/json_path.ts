/** @module The option `json`: a path in a JSON document, and the value expected there. */

import { equalScalars, isJsonWord, type JsonScalar, parseScalar } from "./json_scalar.ts";

/**
 * From the root: a key, an index (a negative one counts from the end), or `null` for any element.
 */
export type JsonPath = readonly (string | number | null)[];

/** The value expected at a path of a JSON document. */
export interface JsonExpectation {
  readonly path: JsonPath;
  /** The values that match. */
  readonly values: readonly JsonScalar[];
}

const STEP =
  /\.?\[\]|\.?\[(-?\d{1,9})\]|\.?\[("(?:[^"\\]|\\.)*")\]|\.("(?:[^"\\]|\\.)*")|\.([\w-]+)/y;

/**
 * Parses `PATH:VALUE`. PATH is a subset of jq's paths, whose first dot is optional: `status`,
 * `data[].id`, `.items[0].name`, `[-1]`, `."a key"`, `["a key"]`. VALUE is text. If it reads as a
 * JSON number, `true`, `false` or `null`, it matches both that and the string. In quotes it matches
 * only the string.
 *
 * @returns The expectation; `undefined` for any other text.
 */
export function parseJsonExpectation(text: string): JsonExpectation | undefined {
  if (text.startsWith(":")) return undefined;
  const path: (string | number | null)[] = [];
  const dotted = /^[.[]/.test(text) ? text : `.${text}`;
  let at = 0;
  while (dotted[at] !== ":") {
    if (dotted.startsWith(".:", at) && path.length === 0) {
      at++;
      break;
    }
    STEP.lastIndex = at;
    const match = STEP.exec(dotted);
    if (match === null) return undefined;
    const [, index, bracketed, quoted, plain] = match;
    const key = bracketed ?? quoted;
    if (key !== undefined) {
      const name = parseString(key);
      if (name === undefined) return undefined;
      path.push(name);
    } else path.push(index === undefined ? plain ?? null : Number(index));
    at = STEP.lastIndex;
  }
  const values = parseValues(dotted.slice(at + 1));
  return values === undefined ? undefined : { path, values };
}

/** Reports whether a value is one of those expected. */
export function isExpected(value: JsonScalar, { values }: JsonExpectation): boolean {
  return values.some((expected) => equalScalars(value, expected));
}

function parseValues(text: string): JsonExpectation["values"] | undefined {
  if (text === "") return undefined;
  if (text.startsWith('"')) {
    const value = parseString(text);
    return value === undefined ? undefined : [value];
  }
  const value = isJsonWord(text) ? parseScalar(text) : undefined;
  return value === undefined ? [text] : [text, value];
}

function parseString(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "string" ? value : undefined;
  } catch {
    return undefined;
  }
}
