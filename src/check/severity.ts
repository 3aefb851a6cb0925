import type { Result } from "./report.ts";

/** How an endpoint is, the mostSevere first; `warn` is an optional one that failed. */
export const SEVERITIES = ["fail", "warn", "ok"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** How an endpoint is by its result. */
export function severityOf({ endpoint, outcome }: Result): Severity {
  if (outcome.ok) return "ok";
  return endpoint.optional ? "warn" : "fail";
}

/** The results in the order in which a person must see them. */
export function mostSevereFirst(results: readonly Result[]): Result[] {
  return results.toSorted((a, b) =>
    SEVERITIES.indexOf(severityOf(a)) - SEVERITIES.indexOf(severityOf(b))
  );
}
