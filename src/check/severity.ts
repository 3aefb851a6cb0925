/** @module How bad a result is, for people. */
import type { Result } from "./report.ts";

/** The severities, worst first; `warn` is an optional endpoint that failed, or a success with a warning. */
export const SEVERITIES = ["fail", "warn", "ok"] as const;
/** How bad a result is. */
export type Severity = (typeof SEVERITIES)[number];

/** The severity of a result. */
export function severityOf({ endpoint, outcome }: Result): Severity {
  if (outcome.ok) return outcome.warning === undefined ? "ok" : "warn";
  return endpoint.optional ? "warn" : "fail";
}

/**
 * Sorts results for people: failures, failures of optional endpoints, warnings, and the rest; each in the
 * order given.
 */
export function worstFirst(results: readonly Result[]): Result[] {
  const rank = (result: Result): number =>
    2 * SEVERITIES.indexOf(severityOf(result)) + (result.outcome.ok ? 1 : 0);
  return results.toSorted((a, b) => rank(a) - rank(b));
}
