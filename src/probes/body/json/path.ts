/** @module The option `json`: a path in a JSON document, and the value expected there. */

import { compares, type Operator, parseComparison } from "../comparison.ts";
import { HIDDEN } from "../../../process/text/redact.ts";
import {
  compareNumbers,
  Decimal,
  isOneOf,
  isScalar,
  type Json,
  type JsonPath,
  type JsonScalar,
  numberIn,
} from "./values.ts";

/** What the values at a path of a JSON document must be. */
export type JsonExpectation =
  & {
    readonly path: JsonPath;
    /** The path as a reason shows it: without the values that its steps select by, which may be secret. */
    readonly shownPath: string;
  }
  & (
    | {
      /** One value must be one of these. */
      readonly values: readonly JsonScalar[];
    }
    | {
      /** No value may be one of these. */
      readonly unwanted: readonly JsonScalar[];
    }
    | {
      /** Every value must compare so. */
      readonly operator: Operator;
      readonly number: Decimal;
    }
  );

const WORDS: readonly string[] = ["true", "false", "null"];

const STRING = String.raw`"(?:[^"\\]|\\.)*"`;
const STEP = new RegExp(
  String.raw`\.?\[\]|\.?\[(-?\d{1,9})\]|\.?\[(${STRING})\]|\.(${STRING})|\.([\w-]+)`,
  "y",
);
/** A step that selects elements: `[PATH=VALUE]`. A VALUE with `]` or quotes is a JSON string. */
const SELECTION = new RegExp(
  String.raw`\.?\[((?:${STRING}|[^"=\[\]]|\[[^=\[\]]*\])+)=(${STRING}|[^"\]]+)\]`,
  "y",
);
const OPERATOR = /^(<=|>=|==|!=|<|>)(.*)$/s;

/**
 * Parses `PATH:VALUE`, `PATH!=VALUE`, or `PATH<NUMBER` with any operator of a comparison. PATH is a subset
 * of jq's paths, whose first dot is optional: `status`, `data[].id`, `.items[0].name`, `[-1]`, `."a key"`,
 * `["a key"]`; besides, `jobs[name=a].state` selects elements. PATH ends where the operator begins, and
 * the rest is the value. VALUE is text. If it reads as a JSON number, `true`, `false` or `null`, it matches
 * both that and the string. In quotes it matches only the string. After `!=`, and in a selection, one that
 * begins with `=` must be in quotes: `!==` and `[name==a]` are mistakes.
 *
 * @returns The expectation; `undefined` for any other text.
 * @example
 * parseJsonExpectation("data[].id:granite");
 * // { path: ["data", null, "id"], shownPath: "data[].id", values: ["granite"] }
 */
export function parseJsonExpectation(text: string): JsonExpectation | undefined {
  const parsed = parsePath(text);
  if (parsed === undefined) return undefined;
  const { path, shownPath, rest } = parsed;
  if (rest.startsWith(":")) {
    const values = parseValues(rest.slice(1));
    return values === undefined ? undefined : { path, shownPath, values };
  }
  const [, operator, value = ""] = OPERATOR.exec(rest) ?? [];
  const { comparison, digits } = parseComparison(`.${operator}${value}`) ?? {};
  if (comparison !== undefined && digits === value) {
    return { path, shownPath, operator: comparison.operator, number: new Decimal(digits) };
  }
  const unwanted = operator === "!=" ? parseOperand(value) : undefined;
  return unwanted === undefined ? undefined : { path, shownPath, unwanted };
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

/** Reads a path up to a colon, an operator or the end; `undefined` if there is none. */
export function parsePath(
  text: string,
): { path: JsonPath; shownPath: string; rest: string } | undefined {
  if (/^(?:$|[:<>=!])/.test(text)) return undefined;
  if (/^\.(?:$|[:<>=!])/.test(text)) return { path: [], shownPath: ".", rest: text.slice(1) };
  const path: JsonPath[number][] = [];
  let shownPath = "";
  const dotted = /^[.[]/.test(text) ? text : `.${text}`;
  let at = 0;
  while (at < dotted.length && !/[:<>=!]/.test(dotted[at] ?? "")) {
    STEP.lastIndex = at;
    SELECTION.lastIndex = at;
    const plain = STEP.exec(dotted);
    const selection = plain === null ? SELECTION.exec(dotted) : null;
    const step = plain === null ? parseSelection(selection) : stepOf(plain);
    if (step === undefined) return undefined;
    path.push(step);
    const [written = "", , value = ""] = plain ?? selection ?? [];
    shownPath += selection === null ? written : `${written.slice(0, -value.length - 1)}${HIDDEN}]`;
    // Parsing a selection parses a path, which moves the patterns.
    at += written.length;
  }
  return { path, shownPath: shownPath.slice(dotted.length - text.length), rest: dotted.slice(at) };
}

function stepOf(
  [, index, bracketed, quoted, plain]: RegExpExecArray,
): JsonPath[number] | undefined {
  const key = bracketed ?? quoted;
  if (key !== undefined) return parseString(key);
  return index === undefined ? plain ?? null : Number(index);
}

function parseSelection(match: RegExpExecArray | null): JsonPath[number] | undefined {
  const [, left = "", value = ""] = match ?? [];
  const { path, rest } = parsePath(left) ?? {};
  const values = parseOperand(value);
  return path === undefined || rest !== "" || values === undefined ? undefined : { path, values };
}

/** Returns the values that are not as expected; none also if one of them is enough and is there. */
export function unexpectedOf(
  values: readonly Json[],
  expectation: JsonExpectation,
): readonly Json[] {
  const unexpected = values.filter((value) => !isExpected(value, expectation));
  return "values" in expectation && unexpected.length < values.length ? [] : unexpected;
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
  if ("values" in expectation) return isOneOf(value, expectation.values);
  return isScalar(value) && !isOneOf(value, expectation.unwanted);
}

/** Returns the numbers that the values of a document will be compared with. */
export function numbersOf(expectation: JsonExpectation): Decimal[] {
  const selected = numbersOfPath(expectation.path);
  if ("operator" in expectation) return [expectation.number, ...selected];
  const own = "values" in expectation ? expectation.values : expectation.unwanted;
  return [...own.filter(isDecimal), ...selected];
}

/** Returns the numbers that the steps of a path select by. */
export function numbersOfPath(path: JsonPath): Decimal[] {
  return path.flatMap((step) =>
    typeof step === "object" && step !== null ? step.values.filter(isDecimal) : []
  );
}

function isDecimal(value: JsonScalar): value is Decimal {
  return value instanceof Decimal;
}

/** Parses a VALUE after `!=` or `=`. */
function parseOperand(text: string): readonly JsonScalar[] | undefined {
  return text.startsWith("=") ? undefined : parseValues(text);
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
