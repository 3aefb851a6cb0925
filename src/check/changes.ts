/** @module The log of changes between ok and failing. */
import type { Milliseconds } from "../process/duration.ts";
import type { Log } from "../process/log.ts";
import type { Result } from "./report.ts";

/** Options of {@linkcode logChanges}. */
export interface LogChangesOptions {
  /**
   * Whether a new reason for an ongoing failure counts as a change.
   * @default {false}
   */
  reasons?: boolean;
}

/**
 * Logs the first state of each endpoint, and each change between ok and failing with the reason.
 *
 * Overlapping checks may end out of order. A result is ignored if a check that started later has
 * already been seen.
 *
 * @returns A function that takes each result once.
 */
export function logChanges(
  log: Log,
  { reasons = false }: LogChangesOptions = {},
): (result: Result) => void {
  const states = new Map<string, { state: string; startedMs: Milliseconds }>();
  return ({ endpoint: { name, optional }, outcome, startedAt }) => {
    const last = states.get(name);
    if (last !== undefined && startedAt.ms < last.startedMs) return;
    const state = outcome.ok ? "ok" : reasons ? `failing: ${outcome.reason}` : "failing";
    states.set(name, { state, startedMs: startedAt.ms });
    if (last?.state === state) return;
    if (outcome.ok) log("info", "endpoint ok", { endpoint: name });
    else {
      const fields = { endpoint: name, reason: outcome.reason };
      log("warn", "endpoint failing", optional ? { ...fields, optional } : fields);
    }
  };
}
