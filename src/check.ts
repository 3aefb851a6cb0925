import { reasonOf } from "./reason.ts";
import type { Outcome, Report, Result, Target } from "./report.ts";

/**
 * One round: checks every target at the same time, each within its own timeout. It takes as long as
 * the slowest of them, and it never rejects.
 */
export async function check(targets: readonly Target[]): Promise<Report> {
  const startedAt = new Date();
  return reportOf(startedAt, await Promise.all(targets.map(checkOne)));
}

/** The report of these results. */
export function reportOf(startedAt: Date, results: readonly Result[]): Report {
  const ready = results.every(({ endpoint, outcome }) => outcome.ok || endpoint.optional);
  return { ready, startedAt, results };
}

/** One check, within its timeout. It never rejects. */
export async function checkOne({ endpoint, probe }: Target): Promise<Result> {
  const timeout = new AbortController();
  const startedAt = new Date();
  const started = performance.now();
  const timer = setTimeout(() => timeout.abort(), endpoint.timeout * 1000);
  const outcome = await outcomeOf(() => probe(timeout.signal));
  clearTimeout(timer);
  const duration = (performance.now() - started) / 1000;
  if (outcome.ok || !timeout.signal.aborted) return { endpoint, outcome, startedAt, duration };
  const reason = `timed out after ${endpoint.timeout} s`;
  return { endpoint, outcome: { ok: false, status: null, reason }, startedAt, duration };
}

/** A probe that breaks its promise must not take the others' results with it. */
async function outcomeOf(probe: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await probe();
  } catch (error) {
    return { ok: false, status: null, reason: reasonOf(error) };
  }
}
