/** @module Rounds on a schedule. */
import { reasonOf } from "../check/reason.ts";
import type { Milliseconds, Seconds } from "../process/time/duration.ts";
import type { Log } from "../process/output/log.ts";
import { noteFreeze } from "../process/time/freeze.ts";
import { sleep } from "../process/time/sleep.ts";

/** Options of {@linkcode onSchedule}. */
export interface ScheduleOptions {
  /** From the start of a round to the start of the next. */
  every: Seconds;
  /** Runs one round. If it rejects, that is logged, and the next round starts in time. */
  round: () => Promise<void>;
  /** Ends the schedule; a running round is awaited. */
  signal: AbortSignal;
  log: Log;
  /**
   * Returns a number from 0 to below 1, the part of the jitter to wait before the first round.
   * @default {Math.random}
   */
  random?: () => number;
}

/**
 * The maximum delay of the first round, as a part of `every`, so that pods do not check in step.
 */
const JITTER = 0.1;
/** A round that starts later than this was late because the process did not run. */
const LATE_MS: Milliseconds = 1000;

/**
 * Runs rounds on a schedule, one at a time: a slow round delays the next, and rounds never overlap.
 * Where a round starts over a second late, this process was frozen, and that is noted.
 */
export async function onSchedule(
  { every, round, signal, log, random = Math.random }: ScheduleOptions,
): Promise<void> {
  await sleep(every * 1000 * JITTER * random(), signal);
  let nextMs = performance.now();
  while (!signal.aborted) {
    try {
      await round();
    } catch (error) {
      log("error", "round failed", { reason: reasonOf(error) });
    }
    nextMs = Math.max(nextMs + every * 1000, performance.now());
    await sleep(nextMs - performance.now(), signal);
    if (performance.now() - nextMs > LATE_MS) noteFreeze();
  }
}
