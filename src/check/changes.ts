import type { Log } from "../process/log.ts";
import type { Result } from "./report.ts";

/** What counts as a change. */
export interface LogChangesOptions {
  /**
   * Whether another reason for failing is a change as well.
   * @default {false}
   */
  reasons?: boolean;
}

/**
 * Logs each endpoint's change between ok and failing, with the reason, and its first state. Checks may
 * end in another order than they began in; one that began before the last one told is passed over.
 */
export function logChanges(
  log: Log,
  { reasons = false }: LogChangesOptions = {},
): (result: Result) => void {
  const states = new Map<string, { state: string; startedAt: number }>();
  return ({ endpoint: { name, optional }, outcome, startedAt }) => {
    const last = states.get(name);
    if (last !== undefined && startedAt.getTime() < last.startedAt) return;
    const state = outcome.ok ? "ok" : reasons ? `failing: ${outcome.reason}` : "failing";
    states.set(name, { state, startedAt: startedAt.getTime() });
    if (last?.state === state) return;
    if (outcome.ok) log("info", "endpoint ok", { endpoint: name });
    else {
      const fields = { endpoint: name, reason: outcome.reason };
      log("warn", "endpoint failing", optional ? { ...fields, optional } : fields);
    }
  };
}
