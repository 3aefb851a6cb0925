/** @module The order of a job: wait, run, quit. */
import { reasonOf } from "../check/reason.ts";
import type { Log } from "../process/log.ts";

/** Options of {@linkcode runJob}. */
export interface RunJobOptions {
  /** Waits. Returns whether to start the program. */
  wait: () => Promise<boolean>;
  /** Runs the program. Returns its exit status. */
  start: () => Promise<number>;
  /** Tells the proxy to quit. */
  quit: () => Promise<void>;
  log: Log;
}

/**
 * Waits, runs the program and tells the proxy to quit. It tells it whatever happened, an exception
 * included: a proxy that runs on keeps the Job from completing, for ever.
 *
 * @returns The program's exit status; 1 if it was not started, or after an exception.
 */
export async function runJob({ wait, start, quit, log }: RunJobOptions): Promise<number> {
  try {
    return await wait() ? await start() : 1;
  } catch (error) {
    log("error", "failed", { reason: reasonOf(error) });
    return 1;
  } finally {
    await quit();
  }
}
