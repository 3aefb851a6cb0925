/** @module One round of checks, without sharing. */
import { now } from "../process/time/clock.ts";
import { setDeadline } from "../process/time/deadline.ts";
import { cleanReason, failureOf } from "./reason.ts";
import type { Target } from "./target.ts";
import { type Outcome, type Report, reportOf, type Result, withCertificate } from "./report.ts";
import { withWarning } from "./warning.ts";

/** Options of {@linkcode check} and {@linkcode checkOne}. */
export interface CheckOptions {
  /**
   * Ends the checks that still run; they count as failed.
   * @default {undefined}
   */
  signal?: AbortSignal;
}

/**
 * Runs one round: checks every target at the same time, each within its own timeout. It takes as long
 * as the slowest check. A kept success stands instead of a check.
 *
 * @returns The report; it never rejects.
 */
export async function check(
  targets: readonly Target[],
  options: CheckOptions = {},
): Promise<Report> {
  const startedAt = now();
  const results = await Promise.all(
    targets.map((target) => target.kept?.get() ?? checkOne(target, options)),
  );
  return reportOf(startedAt, results);
}

/**
 * Runs one check within its timeout.
 *
 * @returns The result; it never rejects.
 */
export async function checkOne(
  { endpoint, probe, kept }: Target,
  { signal }: CheckOptions = {},
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
  // A check reads on for a moment after a wrong status.
  if (!outcome.ok && timeout.signal.aborted && outcome.failure !== "status") {
    const ended = signal?.aborted
      ? `no answer within ${duration.toFixed(1)} s`
      : `timed out after ${endpoint.timeout} s`;
    outcome = abortedOutcome(outcome, ended);
  } else if (outcome.certificate !== undefined) outcome = withWarning(outcome, new Date());
  const result = { endpoint, outcome: withCleanReason(outcome), startedAt, duration };
  kept?.put(result);
  return result;
}

/**
 * The outcome of a check that was aborted.
 *
 * @param ended Why, for the reason.
 */
function abortedOutcome(outcome: Outcome & { ok: false }, ended: string): Outcome {
  const { waited, status, failure, reason, certificate } = outcome;
  const failed: Outcome = waited
    ? { ok: false, status: null, failure, reason: `${ended}: ${reason}` }
    : { ok: false, status, failure: "timeout", reason: ended };
  return withCertificate(failed, certificate);
}

/**
 * Cleans the reason of a failure, which is the one place where that happens. It ends with the HTTP
 * status, if there is one and it is not the reason itself: a body that fails must not hide it.
 */
function withCleanReason(outcome: Outcome): Outcome {
  if (outcome.ok) return outcome;
  const { status, failure, reason } = outcome;
  const end = status === null || failure === "status" ? "" : ` (status ${status})`;
  return { ...outcome, reason: cleanReason(reason, end) };
}
