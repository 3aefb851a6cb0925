/** @module Telling the proxy of a mesh to quit. */
import { check } from "../check/check.ts";
import type { Target } from "../check/target.ts";
import type { Milliseconds } from "../process/time/duration.ts";
import type { Log, LogLevel } from "../process/output/log.ts";
import { sleep } from "../process/time/sleep.ts";

const MAX_ATTEMPTS = 3;
const RETRY_MS: Milliseconds = 500;

/**
 * Sends each request to quit, all at the same time, and retries those that fail. A failure is logged and
 * nothing more: the program has ended all the same.
 *
 * @param failureLevel The level of a failure in the log.
 */
export async function sendQuits(
  targets: readonly Target[],
  log: Log,
  failureLevel: LogLevel,
): Promise<void> {
  await Promise.all(targets.map(async (target) => {
    const { shownUrl: url } = target.endpoint;
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      const { outcome } = await check(target);
      if (outcome.ok) return log("info", "quit sent", { url });
      if (attempt < MAX_ATTEMPTS) await sleep(RETRY_MS);
      else log(failureLevel, "quit failed", { url, reason: outcome.reason });
    }
  }));
}
