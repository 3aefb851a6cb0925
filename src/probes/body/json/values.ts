/** @module The values of a JSON document (RFC 8259). */

/** What a document holds. */
export type Json = JsonScalar | Json[] | { [name: string]: Json };

/** A value that holds no other values. */
export type JsonScalar = string | number | Decimal | boolean | null;

/**
 * From the root: a key, an index (a negative one counts from the end), `null` for any element, or what
 * elements must hold to be selected.
 */
export type JsonPath = readonly (string | number | null | Selection)[];

/** Selects the elements that have one of some values at a path. */
export interface Selection {
  readonly path: JsonPath;
  readonly values: readonly JsonScalar[];
}

/** A number with all of its digits, as JSON writes it or as an argument does: `+.5`. */
export class Decimal {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }

  toString(): string {
    return this.source;
  }
}

/**
 * A number that a double may not hold: doubles tell numbers of up to 15 digits apart, unless the exponent
 * has three. What stands before it is part of the match, so that the search skips most strings.
 */
const LONG_NUMBER = /(?:^|[[:,\s])(-?(?:[\d.]{16}[\d.]*(?:e[+-]?\d+)?|[\d.]+e[+-]?\d{3,}))/gi;

/**
 * Parses a document.
 *
 * @param compared The numbers that its own will be compared with. To keep the digits takes ten times as
 * long, so it does that only if the document has a long number that is, as a double, one of these.
 * @throws {SyntaxError} if the text is not JSON.
 * @throws {RangeError} if it must keep the digits, and the nesting is too deep for that: some 3,000 levels.
 * @example
 * parseJson("[9007199254740993]", [new Decimal("9007199254740992")]); // [Decimal("9007199254740993")]
 * parseJson("[9007199254740993]", [new Decimal("1")]); // [9007199254740992]
 */
export function parseJson(text: string, compared: readonly Decimal[]): Json {
  const doubles = compared.map(Number);
  const isSimilar = ([, source]: RegExpExecArray): boolean => doubles.includes(Number(source));
  return doubles.length > 0 && text.matchAll(LONG_NUMBER).some(isSimilar)
    ? JSON.parse(text, keepDigits)
    : JSON.parse(text);
}

/** The reviver for `JSON.parse` that makes a {@linkcode Decimal} of each number. */
export function keepDigits(_name: string, value: unknown, context?: { source?: string }): unknown {
  return typeof value === "number" ? new Decimal(context?.source ?? String(value)) : value;
}

/**
 * Returns a negative number if `a` is less than `b`, 0 if they are equal, a positive number if `a` is more,
 * and NaN if one of them is no number.
 */
export function compareNumbers(a: Json, b: Json): number {
  if (!isNumber(a) || !isNumber(b)) return NaN;
  // Rounding keeps the order, so only numbers that are the same double need their digits.
  return Number(a) - Number(b) || compareDigits(String(a), String(b));
}

/** Reports whether a value is one of some. Numbers are compared by their decimal value. */
export function isOneOf(value: Json, values: readonly JsonScalar[]): boolean {
  return values.some((one) => value === one || compareNumbers(value, one) === 0);
}

/** Reports whether a value is neither an array nor an object. */
export function isScalar(value: Json): value is JsonScalar {
  return typeof value !== "object" || value === null || value instanceof Decimal;
}

function isNumber(value: Json): value is number | Decimal {
  return typeof value === "number" || value instanceof Decimal;
}

/** A number as JSON writes it. */
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?$/i;

/** Returns the number that a string wholly is, as JSON writes one; any other value as it is. */
export function numberIn<T extends Json>(value: T): T | Decimal {
  return typeof value === "string" && NUMBER.test(value) ? new Decimal(value) : value;
}

function compareDigits(a: string, b: string): number {
  if (a === b) return 0;
  const { sign, exponent, digits } = digitsOf(a);
  const other = digitsOf(b);
  if (sign === 0 || sign !== other.sign) return sign - other.sign;
  if (exponent !== other.exponent) return exponent < other.exponent ? -sign : sign;
  return digits < other.digits ? -sign : sign * Number(digits > other.digits);
}

/** Returns a number as `sign` times 0.`digits` times ten to the power of `exponent`. */
function digitsOf(source: string): { sign: number; digits: string; exponent: bigint } {
  const [, minus, whole = "", fraction = "", power = "0"] =
    /^([+-]?)(\d*)\.?(\d*)(?:e(.+))?$/i.exec(source) ?? [];
  const all = (whole + fraction).replace(/^0+/, "");
  return {
    sign: all === "" ? 0 : minus === "-" ? -1 : 1,
    // A search for zeros begins only where they do, so that it takes time in proportion.
    digits: all.replace(/(?<!0)0+$/, ""),
    // To convert a longer one would block the event loop.
    exponent: BigInt(power.slice(0, 1000)) + BigInt(all.length - fraction.length),
  };
}

/**
 * Returns the values at a path of a document, arrays and objects included.
 *
 * @example valuesAt({ data: [{ id: "a" }, { id: "b" }] }, ["data", null, "id"]); // ["a", "b"]
 */
export function valuesAt(document: Json, path: JsonPath): Json[] {
  return path.reduce<Json[]>(
    (values, step) => values.flatMap((value) => elementsOf(value, step)),
    [document],
  );
}

/** Returns the elements of a value that one step of a path selects. */
function elementsOf(value: Json, step: JsonPath[number]): Json[] {
  if (isScalar(value)) return [];
  if (typeof step === "object" && step !== null) {
    const { path, values } = step;
    return Object.values(value).filter((element) =>
      valuesAt(element, path).some((found) => isOneOf(found, values))
    );
  }
  if (Array.isArray(value)) {
    if (step === null) return value;
    const element = typeof step === "number" ? value.at(step) : undefined;
    return element === undefined ? [] : [element];
  }
  if (step === null) return Object.values(value);
  const member = typeof step === "string" && Object.hasOwn(value, step) ? value[step] : undefined;
  return member === undefined ? [] : [member];
}
