/** @module The options `metric` and `busy`: series of a metrics page, and a number to compare with. */
import { cutName } from "../../../check/reason.ts";
import { compares, type Comparison, parseComparison } from "../comparison.ts";
import { parsePath } from "../json/path.ts";
import { type MetricSelector, parseMetricSelector, parseProgress } from "./selector.ts";

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
 * Parses when there is work: `NAME>NUMBER` with a NUMBER of 0 or more, or `NAME` for `NAME>0`. A NAME that
 * begins with a dot is a path of JSON.
 *
 * @returns The expectation; `undefined` for any other text.
 */
export function parseBusy(text: string): MetricExpectation | undefined {
  const selector = parseProgress(text);
  if (selector !== undefined) return { selector, comparison: { operator: ">", number: 0 } };
  const busy = text.startsWith(".") ? parseJsonBusy(text) : parseMetricExpectation(text);
  return busy !== undefined && busy.comparison.number >= 0 ? busy : undefined;
}

/** Parses `PATH>NUMBER`. PATH may hold operators in quotes, and ends where the rest begins. */
function parseJsonBusy(text: string): MetricExpectation | undefined {
  const { path, shownPath: name = "", rest } = parsePath(text) ?? {};
  const { left, comparison } = parseComparison(`.${rest}`) ?? {};
  if (path === undefined || comparison === undefined || left !== ".") return undefined;
  return { selector: { name, labels: [], path }, comparison };
}

/**
 * Judges the sums of the series that the expectation selects.
 *
 * @param values The sums, by the values of the labels of `each`; by "" without it.
 * @returns The reason for a failure, or `null`. A reason never quotes the labels of the selector, which may
 * be secret.
 */
export function judgeMetric(
  values: ReadonlyMap<string, number>,
  { selector: { name }, comparison }: MetricExpectation,
): string | null {
  const { operator, number } = comparison;
  const wrong = [...values].filter(([, value]) => !compares(value, comparison));
  const [[key, value] = []] = wrong;
  if (key === undefined) return null;
  return `metric ${cutName(name)} is ${value}, must be ${operator} ${number}` +
    whose(key, wrong.length - 1);
}

/** Says of which value of the labels of `each` a reason is, and how many others share it. */
export function whose(key: string, others: number): string {
  const [shown = ""] = key.split("\0", 1);
  if (shown === "") return "";
  return others === 0 ? ` (${shown})` : ` (${shown}, and ${others} more)`;
}
