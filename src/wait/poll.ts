/** @module Rounds until one is ready. */
import { check } from "../check/check.ts";
import type { Target } from "../check/target.ts";
import type { Report } from "../check/report.ts";
import type { Seconds } from "../process/duration.ts";
import { sleep } from "../process/sleep.ts";
import { startTimer } from "../process/timer.ts";

/** Options of {@linkcode pollUntilReady}. */
export interface PollOptions {
  /** Gives up after this. */
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
  /** Whether the polling is over. */
  readonly over: boolean;
}

/**
 * Runs rounds, one at a time, until one is ready, the time has passed, or the signal aborts. A round
 * that is running then is aborted.
 *
 * @returns Whether the last round was ready; it never rejects.
 */
export async function pollUntilReady(
  targets: readonly Target[],
  { timeout, every, signal, onProgress }: PollOptions,
): Promise<boolean> {
  const end = new AbortController();
  const abort = (): void => end.abort();
  const stopTimer = startTimer(abort, timeout * 1000);
  signal.addEventListener("abort", abort);
  if (signal.aborted) abort();
  const startMs = performance.now();
  const elapsed = (): Seconds => (performance.now() - startMs) / 1000;
  let last: Report | undefined;
  let attempt = 0;
  while (last?.ready !== true && !end.signal.aborted) {
    attempt++;
    const roundStartMs = performance.now();
    const report = await check(targets, { signal: end.signal });
    // The reasons of an aborted round say less than those of the round before.
    if (last === undefined || report.ready || !end.signal.aborted) last = report;
    if (last.ready || end.signal.aborted) break;
    onProgress({ report, attempt, elapsed: elapsed(), over: false });
    await sleep(roundStartMs + every * 1000 - performance.now(), end.signal);
  }
  stopTimer();
  signal.removeEventListener("abort", abort);
  if (last !== undefined) onProgress({ report: last, attempt, elapsed: elapsed(), over: true });
  return last?.ready ?? false;
}
