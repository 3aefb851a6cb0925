import { NO_DESCRIPTOR, reasonOf } from "./reason.ts";
import type { Outcome, Report, Result, Target } from "./report.ts";

/** What may end a round early. */
export interface CheckOptions {
  /** Ends the checks that still run; they have failed then. */
  signal?: AbortSignal;
}

/**
 * One round: checks every target at the same time, each within its own timeout. It takes as long as
 * the slowest of them, and it never rejects.
 */
export async function check(
  targets: readonly Target[],
  options: CheckOptions = {},
): Promise<Report> {
  const startedAt = new Date();
  const results = await Promise.all(targets.map((target) => checkOne(target, options)));
  return reportOf(startedAt, results);
}

/** The report of these results. */
export function reportOf(startedAt: Date, results: readonly Result[]): Report {
  const ready = results.every(({ endpoint, outcome }) => outcome.ok || endpoint.optional);
  return { ready, startedAt, results };
}

/** One check, within its timeout. It never rejects. */
export async function checkOne(
  { endpoint, probe }: Target,
  { signal }: CheckOptions = {},
): Promise<Result> {
  const timeout = new AbortController();
  const end = (): void => timeout.abort();
  const startedAt = new Date();
  const started = performance.now();
  const timer = setTimeout(end, endpoint.timeout * 1000);
  if (signal?.aborted) end();
  signal?.addEventListener("abort", end);
  const outcome = await outcomeOf(() => probe(timeout.signal));
  signal?.removeEventListener("abort", end);
  clearTimeout(timer);
  const duration = (performance.now() - started) / 1000;
  const told = outcome.ok || outcome.reason === NO_DESCRIPTOR;
  if (told || !timeout.signal.aborted) return { endpoint, outcome, startedAt, duration };
  const reason = signal?.aborted
    ? `no answer within ${duration.toFixed(1)} s`
    : `timed out after ${endpoint.timeout} s`;
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
