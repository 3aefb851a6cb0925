/** @module The values of JSON that hold no other values. */
import { compareDecimals, type Decimal, parseDecimal } from "./decimal.ts";

/** A string, a number, `true`, `false` or `null`. */
export type JsonScalar = string | Decimal | boolean | null;

const WORD = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/;

/** Reports whether a text is a number, `true`, `false` or `null` as JSON writes it. */
export function isJsonWord(text: string): boolean {
  return WORD.test(text);
}

/**
 * Parses a value.
 *
 * @param source A valid string in quotes, or what {@linkcode isJsonWord} accepts.
 * @returns The value; `undefined` for a number whose exponent is longer than 1,000 characters.
 */
export function parseScalar(source: string): JsonScalar | undefined {
  switch (source) {
    case "true":
      return true;
    case "false":
      return false;
    case "null":
      return null;
    default:
      return source.startsWith('"') ? unquote(source) : parseDecimal(source);
  }
}

/**
 * Returns the text of a string.
 *
 * @param source A valid string in quotes.
 */
export function unquote(source: string): string {
  return source.includes("\\") ? JSON.parse(source) : source.slice(1, -1);
}

/** Reports whether two values are equal; numbers are if their decimal values are. */
export function equalScalars(a: JsonScalar, b: JsonScalar): boolean {
  return isDecimal(a) && isDecimal(b) ? compareDecimals(a, b) === 0 : a === b;
}

/** Reports whether a value is a number. */
export function isDecimal(value: JsonScalar): value is Decimal {
  return typeof value === "object" && value !== null;
}
