import { delay } from "../process/delay.ts";

/** A steady schedule. */
export interface ScheduleOptions {
  /** The seconds from the beginning of a round to that of the next. */
  every: number;
  /** One round. It must not reject. */
  round: () => Promise<void>;
  /** Ends the schedule; the round that runs is awaited. */
  signal: AbortSignal;
  /**
   * From 0 to below 1: which part of the jitter is waited before the first round.
   * @default {Math.random}
   */
  random?: () => number;
}

/** The largest part of a period that the first round is put off, so that pods do not ask in step. */
const JITTER = 0.1;

/** Rounds on a schedule, one at a time: a slow one delays the next, and they never stack. */
export async function onSchedule(
  { every, round, signal, random = Math.random }: ScheduleOptions,
): Promise<void> {
  await delay(every * JITTER * random(), signal);
  let next = performance.now();
  while (!signal.aborted) {
    await round();
    next = Math.max(next + every * 1000, performance.now());
    await delay((next - performance.now()) / 1000, signal);
  }
}
