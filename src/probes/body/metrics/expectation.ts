/** @module The option `metric`: series of a metrics page, and the number to compare their sum with. */
import { cutName } from "../../../check/reason.ts";
import { compares, type Comparison, parseComparison } from "../comparison.ts";
import { type MetricSelector, parseMetricSelector } from "./selector.ts";

/** What the sum of some series must be. */
export interface MetricExpectation {
  readonly selector: MetricSelector;
  readonly comparison: Comparison;
}

/**
 * Parses `NAME{label="value",...}<NUMBER`, with any operator of {@linkcode parseComparison}.
 *
 * @returns The expectation; `undefined` for any other text.
 * @example
 * parseMetricExpectation("queue_depth<100");
 * // { selector: { name: "queue_depth", labels: [] }, comparison: { operator: "<", number: 100 } }
 */
export function parseMetricExpectation(text: string): MetricExpectation | undefined {
  const { left, comparison } = parseComparison(text) ?? {};
  const selector = left === undefined ? undefined : parseMetricSelector(left);
  return selector === undefined || comparison === undefined ? undefined : { selector, comparison };
}

/**
 * Judges the sum of the series that the expectation selects.
 *
 * @returns The reason for a failure, or `null`. A reason never quotes the labels, which may be secret.
 */
export function judgeMetric(
  sum: number,
  { selector: { name }, comparison }: MetricExpectation,
): string | null {
  const { operator, number } = comparison;
  return compares(sum, comparison)
    ? null
    : `metric ${cutName(name)} is ${sum}, must be ${operator} ${number}`;
}
