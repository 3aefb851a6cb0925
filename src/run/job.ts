/** @module The order of a job: wait, run, quit. */
import { reasonOf } from "../check/reason.ts";
import type { Log } from "../process/output/log.ts";

/** Options of {@linkcode runJob}. */
export interface RunJobOptions {
  /** Waits. Returns an exit status if the program is not to be started. */
  wait: () => Promise<number | undefined>;
  /** Runs the program. Returns its exit status. */
  start: () => Promise<number>;
  /** Tells the proxy to quit, where the exit status allows it. */
  quit: (status: number) => Promise<void>;
  log: Log;
}

/** The exit status after an exception. */
const FAILED = 1;

/**
 * Waits, runs the program and calls `quit` whatever happened, an exception included: a proxy that runs on
 * keeps the Job from completing, for ever.
 *
 * @returns The program's exit status, or that of `wait` if it was not started; 1 after an exception.
 */
export async function runJob({ wait, start, quit, log }: RunJobOptions): Promise<number> {
  let status = FAILED;
  try {
    status = await wait() ?? await start();
  } catch (error) {
    log("error", "failed", { reason: reasonOf(error) });
  }
  await quit(status);
  return status;
}
