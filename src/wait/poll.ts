import { check } from "../check/check.ts";
import { delay } from "../process/delay.ts";
import type { Report, Target } from "../check/report.ts";

/** How long is waited, and how. */
export interface PollOptions {
  /** For how many seconds. */
  seconds: number;
  /** How many seconds after the last round began the next one begins. */
  every: number;
  /** Ends the waiting early. */
  signal: AbortSignal;
  /** Is told how each round ended, and at last how the waiting did. */
  tell: (progress: Progress) => void;
}

/** How far the waiting has come. */
export interface Progress {
  /** The last round that came to its end, or the first where none did. */
  readonly report: Report;
  /** How many rounds there were. */
  readonly attempt: number;
  /** The seconds since the waiting began. */
  readonly elapsed: number;
  /** Whether the waiting is over. */
  readonly over: boolean;
}

/**
 * Rounds, one at a time, until one is ready or the time has passed. The round that then runs is ended.
 * Whether the last round was ready.
 */
export async function pollUntilReady(
  targets: readonly Target[],
  { seconds, every, signal, tell }: PollOptions,
): Promise<boolean> {
  const end = new AbortController();
  const abort = (): void => end.abort();
  const timer = setTimeout(abort, seconds * 1000);
  signal.addEventListener("abort", abort);
  if (signal.aborted) abort();
  const begun = performance.now();
  const elapsed = (since = begun): number => (performance.now() - since) / 1000;
  let last: Report | undefined;
  let attempt = 0;
  while (last?.ready !== true && !end.signal.aborted) {
    attempt++;
    const roundBegun = performance.now();
    const report = await check(targets, { signal: end.signal });
    // Of a round that was ended early the one before it knows better reasons.
    if (last === undefined || report.ready || !end.signal.aborted) last = report;
    if (last.ready || end.signal.aborted) break;
    tell({ report, attempt, elapsed: elapsed(), over: false });
    await delay(every - elapsed(roundBegun), end.signal);
  }
  clearTimeout(timer);
  signal.removeEventListener("abort", abort);
  if (last !== undefined) tell({ report: last, attempt, elapsed: elapsed(), over: true });
  return last?.ready ?? false;
}
