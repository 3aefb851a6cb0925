/** @module Rounds until one is ready. */
import { runRound } from "../check/check.ts";
import type { Target } from "../check/target.ts";
import type { Report } from "../check/report.ts";
import { setDeadline } from "../process/time/deadline.ts";
import type { Seconds } from "../process/time/duration.ts";
import { sleep } from "../process/time/sleep.ts";

/** Options of {@linkcode pollUntilReady}. */
export interface PollOptions {
  /** Gives up after this, of the time in which this process ran. */
  timeout: Seconds;
  /** From the start of a round to the start of the next. */
  every: Seconds;
  /** Ends the polling early. */
  signal: AbortSignal;
  /** Called after each round, and once more at the end. */
  onProgress: (progress: Progress) => void;
}

/** How far the polling has come. */
export interface Progress {
  /** The last round that ended by itself; the first round if none did. */
  readonly report: Report;
  /** The number of rounds so far. */
  readonly attempt: number;
  /** The time since the polling started. */
  readonly elapsed: Seconds;
  /** How the polling ended, if it is over. */
  readonly end?: PollEnd;
}

/** How the polling ended: a round was ready, the time had passed, or the signal aborted. */
export type PollEnd = "ready" | "timed out" | "stopped";

/**
 * Runs rounds, one at a time, until one is ready, the time has passed, or the signal aborts. A round
 * that is running then is aborted.
 *
 * @returns How it ended; it never rejects.
 */
export async function pollUntilReady(
  targets: readonly Target[],
  { timeout, every, signal, onProgress }: PollOptions,
): Promise<PollEnd> {
  const timedOut = new AbortController();
  const cancelDeadline = setDeadline(() => timedOut.abort(), timeout * 1000);
  const ending = AbortSignal.any([signal, timedOut.signal]);
  const startMs = performance.now();
  const elapsed = (): Seconds => (performance.now() - startMs) / 1000;
  let last: Report | undefined;
  let attempt = 0;
  while (last?.ready !== true && !ending.aborted) {
    attempt++;
    const roundStartMs = performance.now();
    const report = await runRound(targets, ending);
    // The reasons of an aborted round say less than those of the round before.
    if (last === undefined || report.ready || !ending.aborted) last = report;
    if (last.ready || ending.aborted) break;
    onProgress({ report, attempt, elapsed: elapsed() });
    await sleep(roundStartMs + every * 1000 - performance.now(), ending);
  }
  cancelDeadline();
  const end = last?.ready === true ? "ready" : signal.aborted ? "stopped" : "timed out";
  if (last !== undefined) onProgress({ report: last, attempt, elapsed: elapsed(), end });
  return end;
}
