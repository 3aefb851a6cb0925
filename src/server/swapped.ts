/** @module What the log says of PORT and TIMEOUT that were probably swapped. */
import type { Seconds } from "../process/time/duration.ts";
import type { Log } from "../process/output/log.ts";

/** No probe waits longer: it is far above any `timeoutSeconds` in use. */
const MAX_LIKELY_TIMEOUT: Seconds = 600;

/** Options of {@linkcode warnOfSwapped}. */
export interface WarnOfSwappedOptions {
  /** The value of PORT; 0 is never one that was meant to be a timeout. */
  port: number;
  /** The value of TIMEOUT. */
  timeout: Seconds;
}

/** Warns when PORT is below TIMEOUT, or TIMEOUT is above ten minutes: both are allowed, and unlikely. */
export function warnOfSwapped(log: Log, { port, timeout }: WarnOfSwappedOptions): void {
  const isUnlikely = timeout > MAX_LIKELY_TIMEOUT || port > 0 && port < timeout;
  if (isUnlikely) log("warn", "unlikely PORT and TIMEOUT: did you swap them?", { port, timeout });
}
