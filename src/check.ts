import { reasonOf } from "./reason.ts";
import type { Report, Result, Target } from "./report.ts";

/**
 * One round: checks every target at the same time, each within its own timeout. It takes as long as
 * the slowest of them, and it never rejects.
 */
export async function check(targets: readonly Target[]): Promise<Report> {
  const startedAt = new Date();
  const results = await Promise.all(targets.map(checkOne));
  const ready = results.every(({ endpoint, outcome }) => outcome.ok || endpoint.optional);
  return { ready, startedAt, results };
}

async function checkOne({ endpoint, probe }: Target): Promise<Result> {
  const timeout = new AbortController();
  const started = performance.now();
  const timer = setTimeout(() => timeout.abort(), endpoint.timeout * 1000);
  try {
    const outcome = await probe(timeout.signal);
    const duration = (performance.now() - started) / 1000;
    if (outcome.ok || !timeout.signal.aborted) return { endpoint, outcome, duration };
    const reason = `timed out after ${endpoint.timeout} s`;
    return { endpoint, outcome: { ok: false, status: null, reason }, duration };
  } catch (error) {
    // A probe that breaks its promise must not take the others' results with it.
    const duration = (performance.now() - started) / 1000;
    return { endpoint, outcome: { ok: false, status: null, reason: reasonOf(error) }, duration };
  } finally {
    clearTimeout(timer);
  }
}
