/** @module Decimal numbers of any size, compared by their value. */

/** A number, which is `sign` times 0.`digits` times ten to the power of `exponent`. */
export interface Decimal {
  readonly sign: -1 | 0 | 1;
  /** The significant digits: none for 0, and no 0 at either end. */
  readonly digits: string;
  readonly exponent: bigint;
}

/** Converting a longer exponent to a `bigint` would block the event loop. */
const MAX_EXPONENT_LENGTH = 1000;
const NUMBER = /^[+-]?(\d*)\.?(\d*)(?:[eE](.+))?$/;
const ZERO: Decimal = { sign: 0, digits: "", exponent: 0n };

/**
 * Parses a number.
 *
 * @param source A number as JSON writes it (RFC 8259, section 6), or as an argument does: `+.5`.
 * @returns The number; `undefined` if its exponent is longer than 1,000 characters.
 */
export function parseDecimal(source: string): Decimal | undefined {
  const [, whole = "", fraction = "", power = "0"] = NUMBER.exec(source) ?? [];
  const all = whole + fraction;
  const first = all.search(/[1-9]/);
  if (first < 0) return ZERO;
  if (power.length > MAX_EXPONENT_LENGTH) return undefined;
  let end = all.length;
  while (all[end - 1] === "0") end--;
  return {
    sign: source.startsWith("-") ? -1 : 1,
    digits: all.slice(first, end),
    exponent: BigInt(power) + BigInt(whole.length - first),
  };
}

/** Returns a negative number if `a` is less than `b`, 0 if they are equal, else a positive number. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  if (a.sign !== b.sign) return a.sign - b.sign;
  if (a.exponent !== b.exponent) return a.exponent < b.exponent ? -a.sign : a.sign;
  if (a.digits === b.digits) return 0;
  return a.digits < b.digits ? -a.sign : a.sign;
}
