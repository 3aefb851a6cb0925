/** @module The option `json`: a path in a JSON document, and the value expected there. */

import { compares, type Operator, parseComparison } from "../comparison.ts";
import { HIDDEN } from "../../../process/text/redact.ts";
import {
  compareNumbers,
  Decimal,
  type Json,
  type JsonPath,
  type JsonScalar,
  numberIn,
} from "./values.ts";

/** The value expected at a path of a JSON document: one of some values, or a number in a range. */
export type JsonExpectation =
  & {
    readonly path: JsonPath;
    /** The path as it was written. Unlike the values it is not secret. */
    readonly writtenPath: string;
  }
  & (
    | { readonly values: readonly JsonScalar[] }
    | { readonly operator: Operator; readonly number: Decimal }
  );

const WORDS: readonly string[] = ["true", "false", "null"];

const STEP =
  /\.?\[\]|\.?\[(-?\d{1,9})\]|\.?\[("(?:[^"\\]|\\.)*")\]|\.("(?:[^"\\]|\\.)*")|\.([\w-]+)/y;

/**
 * Parses `PATH:VALUE`, or `PATH<NUMBER` with any operator of a comparison. PATH is a subset of jq's
 * paths, whose first dot is optional: `status`, `data[].id`, `.items[0].name`, `[-1]`, `."a key"`,
 * `["a key"]`. VALUE is text. If it reads as a JSON number, `true`, `false` or `null`, it matches both
 * that and the string. In quotes it matches only the string.
 *
 * @returns The expectation; `undefined` for any other text.
 * @example
 * parseJsonExpectation("data[].id:granite");
 * // { path: ["data", null, "id"], writtenPath: "data[].id", values: ["granite"] }
 */
export function parseJsonExpectation(text: string): JsonExpectation | undefined {
  const { path, rest } = parsePath(text) ?? {};
  if (path !== undefined && rest?.startsWith(":")) {
    const values = parseValues(rest.slice(1));
    const writtenPath = text.slice(0, text.length - rest.length);
    return values === undefined ? undefined : { path, writtenPath, values };
  }
  const { left, comparison, digits } = parseComparison(text) ?? {};
  const compared = left === undefined ? undefined : parsePath(left);
  if (left === undefined || compared?.rest !== "") return undefined;
  return comparison === undefined || digits === undefined ? undefined : {
    path: compared.path,
    writtenPath: left,
    operator: comparison.operator,
    number: new Decimal(digits),
  };
}

/** A path as any language of paths writes it, so that a wrong one can be shown. */
const WRITTEN_PATH = String.raw`(?:(?:^|[.[])"(?:[^"\\]|\\.)*"|[\w$*.[\]/-])+`;
const WRONG = new RegExp(`^(${WRITTEN_PATH}(?::|(?:<=?|>=?|==|!=)(?=.)))(.*)$`, "s");

/**
 * Hides the value in an expectation that {@linkcode parseJsonExpectation} refuses. All of the text may be
 * the value if no path, or no colon or operator after it, can be made out. An operator with nothing after
 * it may be the end of a value in base64.
 *
 * @returns What can be shown.
 */
export function redactJsonExpectation(text: string): string {
  const [, path = "", value = text] = WRONG.exec(text) ?? [];
  return path + (value === "" ? "" : HIDDEN);
}

/** Reads a path up to a colon or the end; `undefined` if there is none. */
function parsePath(text: string): { path: JsonPath; rest: string } | undefined {
  const path: (string | number | null)[] = [];
  const dotted = /^[.[]/.test(text) ? text : `.${text}`;
  if (text === "" || text.startsWith(":")) return undefined;
  let at = 0;
  while (at < dotted.length && dotted[at] !== ":") {
    if (path.length === 0 && (dotted === "." || dotted.startsWith(".:"))) {
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
  return { path, rest: dotted.slice(at) };
}

/**
 * Reports whether a value is as expected. An array or object never is. A comparison takes a string that is
 * wholly a number for that number, as many programs write large ones.
 */
export function isExpected(value: Json, expectation: JsonExpectation): boolean {
  if ("operator" in expectation) {
    const { operator, number } = expectation;
    return compares(compareNumbers(numberIn(value), number), { operator, number: 0 });
  }
  return expectation.values.some((expected) =>
    value === expected || compareNumbers(value, expected) === 0
  );
}

/** Returns the numbers that {@linkcode isExpected} compares with. */
export function numbersOf(expectation: JsonExpectation): Decimal[] {
  if ("operator" in expectation) return [expectation.number];
  return expectation.values.filter((value) => value instanceof Decimal);
}

function parseValues(text: string): readonly JsonScalar[] | undefined {
  if (text === "") return undefined;
  if (text.startsWith('"')) {
    const value = parseString(text);
    return value === undefined ? undefined : [value];
  }
  if (WORDS.includes(text)) return [text, JSON.parse(text)];
  const number = numberIn(text);
  return number === text ? [text] : [text, number];
}

function parseString(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "string" ? value : undefined;
  } catch {
    return undefined;
  }
}
