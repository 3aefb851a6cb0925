import type { Log } from "./log.ts";
import type { Result } from "./report.ts";

/**
 * Logs each endpoint's change between ok and failing, with the reason, and its first state. Checks may
 * end in another order than they began in; one that began before the last one told is passed over.
 */
export function logChanges(log: Log): (result: Result) => void {
  const states = new Map<string, { ok: boolean; startedAt: number }>();
  return ({ endpoint: { name, optional }, outcome, startedAt }) => {
    const last = states.get(name);
    if (last !== undefined && startedAt.getTime() < last.startedAt) return;
    states.set(name, { ok: outcome.ok, startedAt: startedAt.getTime() });
    if (last?.ok === outcome.ok) return;
    if (outcome.ok) log("info", "endpoint ok", { endpoint: name });
    else {
      const fields = { endpoint: name, reason: outcome.reason };
      log("warn", "endpoint failing", optional ? { ...fields, optional } : fields);
    }
  };
}
