import type { Result } from "./report.ts";

/** How an endpoint is, the gravest first; `warn` is an optional one that failed. */
export const STATES = ["fail", "warn", "ok"] as const;
export type State = (typeof STATES)[number];

/** How an endpoint is by its result. */
export function stateOf({ endpoint, outcome }: Result): State {
  if (outcome.ok) return "ok";
  return endpoint.optional ? "warn" : "fail";
}

/** The results in the order in which a person must see them. */
export function gravestFirst(results: readonly Result[]): Result[] {
  return results.toSorted((a, b) => STATES.indexOf(stateOf(a)) - STATES.indexOf(stateOf(b)));
}
