/** @module One check, and one round of checks that shares none of them. */
import { now } from "../process/time/clock.ts";
import { setDeadline } from "../process/time/deadline.ts";
import { cleanReason, failureOf } from "./reason.ts";
import type { Target } from "./target.ts";
import {
  type Outcome,
  type Report,
  reportOf,
  type Result,
  withCertificate,
  withWarning,
} from "./report.ts";

/**
 * Runs one round: checks every target at the same time, each within its own timeout. It takes as long
 * as the slowest check. A kept success stands in for a check.
 *
 * @param signal Ends the checks that still run; they count as failed.
 * @returns The report; it never rejects.
 */
export async function runRound(
  targets: readonly Target[],
  signal?: AbortSignal,
): Promise<Report> {
  const startedAt = now();
  const results = await Promise.all(
    targets.map((target) => target.kept?.get() ?? check(target, signal)),
  );
  return reportOf(startedAt, results);
}

/**
 * Runs one check within its timeout.
 *
 * @param signal Ends the check, which then counts as failed.
 * @returns The result; it never rejects.
 */
export async function check(
  { endpoint, probe, kept, trace }: Target,
  signal?: AbortSignal,
): Promise<Result> {
  const timeout = new AbortController();
  const abort = (): void => timeout.abort();
  const startedAt = now();
  const cancelDeadline = setDeadline(abort, endpoint.timeout * 1000);
  if (signal?.aborted) abort();
  signal?.addEventListener("abort", abort);
  let outcome: Outcome;
  try {
    outcome = await probe(timeout.signal);
  } catch (error) {
    // A probe that throws in spite of its contract must not take the other results with it.
    outcome = failureOf(error);
  }
  signal?.removeEventListener("abort", abort);
  cancelDeadline();
  const duration = (performance.now() - startedAt.ms) / 1000;
  if (outcome.ok) outcome = withWarning(outcome, new Date());
  // A check reads on for a moment after a wrong status.
  else if (timeout.signal.aborted && outcome.failure !== "status") {
    const ended = signal?.aborted
      ? `no answer within ${duration.toFixed(1)} s`
      : `timed out after ${endpoint.timeout} s`;
    outcome = abortedOutcome(outcome, ended);
  }
  outcome = withCleanReason(outcome);
  const result = { endpoint, outcome, startedAt, duration };
  kept?.put(result);
  if (trace !== undefined) return { ...result, phases: trace.end(outcome, startedAt.ms) };
  return result;
}

/**
 * Returns the outcome of a check that was aborted.
 *
 * @param ended Why it was aborted, for the reason.
 */
function abortedOutcome(outcome: Outcome & { ok: false }, ended: string): Outcome {
  const { waited, status, failure, reason, certificate } = outcome;
  const failed: Outcome = waited
    ? { ok: false, status: null, failure, reason: `${ended}: ${reason}` }
    : { ok: false, status, failure: "timeout", reason: ended };
  return withCertificate(failed, certificate);
}

/**
 * Cleans the reason of a failure; no other code does. The reason ends with the HTTP status, if there is
 * one and it is not the reason itself: a body that fails must not hide it.
 */
function withCleanReason(outcome: Outcome): Outcome {
  if (outcome.ok) return outcome;
  const { status, failure, reason } = outcome;
  const end = status === null || failure === "status" ? "" : ` (status ${status})`;
  return { ...outcome, reason: cleanReason(reason, end) };
}
