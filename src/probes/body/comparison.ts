/** @module A comparison with a number, as the options `metric` and `json` end with it: `LEFT<NUMBER`. */

/** The comparison of a value with a number. */
export interface Comparison {
  readonly operator: Operator;
  readonly number: number;
}

/** How a value compares with a number. */
export type Operator = keyof typeof HOLDS;

/** Whether a value compares so with a number. NaN compares in no way, not even by `!=`. */
const HOLDS = {
  "<": (value: number, number: number): boolean => value < number,
  "<=": (value: number, number: number): boolean => value <= number,
  ">": (value: number, number: number): boolean => value > number,
  ">=": (value: number, number: number): boolean => value >= number,
  "==": (value: number, number: number): boolean => value === number,
  "!=": (value: number, number: number): boolean => value < number || value > number,
} as const;

const LAST_COMPARISON = /^(.*[^<>=!])([<>=!]+)([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)$/s;

/**
 * Splits `LEFT<NUMBER` at the last operator: LEFT may hold operators too.
 *
 * @returns LEFT, the comparison, and NUMBER as it was written; `undefined` if the operator is none of `<`,
 * `<=`, `>`, `>=`, `==` and `!=`, if NUMBER is not a finite decimal number, or if LEFT is missing.
 * @example
 * parseComparison("a<=1e2"); // { left: "a", comparison: { operator: "<=", number: 100 }, digits: "1e2" }
 */
export function parseComparison(
  text: string,
): { left: string; comparison: Comparison; digits: string } | undefined {
  const [, left = "", operator = "", digits = ""] = LAST_COMPARISON.exec(text) ?? [];
  const number = digits === "" ? NaN : Number(digits);
  return isOperator(operator) && Number.isFinite(number)
    ? { left, comparison: { operator, number }, digits }
    : undefined;
}

function isOperator(text: string): text is Operator {
  return Object.hasOwn(HOLDS, text);
}

/** Returns whether a value compares as asked. */
export function compares(value: number, { operator, number }: Comparison): boolean {
  return HOLDS[operator](value, number);
}
