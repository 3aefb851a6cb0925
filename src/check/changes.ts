import type { Milliseconds } from "../process/time/duration.ts";
import type { Log } from "../process/output/log.ts";
import type { Outcome, Result } from "./report.ts";

/**
 * Logs the first state of each endpoint, each change between ok and failing, each begin and end of a
 * warning, and each change of the code or the status of a failure. A sentence that only tells other
 * numbers is no change.
 *
 * Overlapping checks may end out of order. A result is ignored if a check that started later has
 * already been seen.
 *
 * @returns A function that takes each result once.
 */
export function logChanges(log: Log): (result: Result) => void {
  const states = new Map<string, { state: string; startedMs: Milliseconds }>();
  return ({ endpoint: { name, optional }, outcome, startedAt }) => {
    const last = states.get(name);
    if (last !== undefined && startedAt.ms < last.startedMs) return;
    const state = stateOf(outcome);
    states.set(name, { state, startedMs: startedAt.ms });
    if (last?.state === state) return;
    if (outcome.ok) {
      const { warning } = outcome;
      if (warning === undefined) log("info", "endpoint ok", { endpoint: name });
      else log("warn", "endpoint ok", { endpoint: name, warning });
    } else {
      const { failure, reason } = outcome;
      const fields = { endpoint: name, failure, reason };
      log("warn", "endpoint failing", optional ? { ...fields, optional } : fields);
    }
  };
}

function stateOf(outcome: Outcome): string {
  if (!outcome.ok) return `${outcome.failure} ${outcome.status}`;
  return outcome.warning === undefined ? "ok" : "ok with a warning";
}
