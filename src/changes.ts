import type { Log } from "./log.ts";
import type { Report } from "./report.ts";

/**
 * Logs each endpoint's change between ok and failing, with the reason, and its first state. Rounds
 * may end in another order than they began in; one that began before the last one told is passed over.
 */
export function logChanges(log: Log): (report: Report) => void {
  const states = new Map<string, boolean>();
  let newest = -Infinity;
  return ({ startedAt, results }) => {
    if (startedAt.getTime() < newest) return;
    newest = startedAt.getTime();
    for (const { endpoint: { name, optional }, outcome } of results) {
      if (states.get(name) === outcome.ok) continue;
      states.set(name, outcome.ok);
      if (outcome.ok) log("info", "endpoint ok", { endpoint: name });
      else {
        const fields = { endpoint: name, reason: outcome.reason };
        log("warn", "endpoint failing", optional ? { ...fields, optional } : fields);
      }
    }
  };
}
