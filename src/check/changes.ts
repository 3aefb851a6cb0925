import type { Log } from "../process/output/log.ts";
import { isOlder, type Outcome, type Result } from "./report.ts";

/**
 * Logs the first state of each endpoint, each change between ok and failing, the start and the end of each
 * warning, and each change of the code or the status of a failure. Other numbers in a sentence are no
 * change.
 *
 * @param onChange Called with each result that is logged.
 * @returns A function that takes each result once.
 */
export function logChanges(
  log: Log,
  onChange?: (result: Result) => void,
): (result: Result) => void {
  const results = new Map<string, Result>();
  return (result) => {
    const { endpoint: { name, optional }, outcome } = result;
    const last = results.get(name);
    if (isOlder(result, last)) return;
    results.set(name, result);
    if (last !== undefined && stateOf(last.outcome) === stateOf(outcome)) return;
    onChange?.(result);
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
