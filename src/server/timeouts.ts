/** @module What the log says at the start of timeouts that are long or unlikely. */
import type { Endpoint } from "../check/endpoint.ts";
import type { Seconds } from "../process/time/duration.ts";
import type { Log } from "../process/output/log.ts";

/** No probe waits longer: it is far above any `timeoutSeconds` in use. */
const MAX_LIKELY_TIMEOUT: Seconds = 600;

/**
 * Logs which endpoints have a timeout longer than TIMEOUT, if any does, and the longest. A round takes as
 * long as its slowest check, so the `timeoutSeconds` of a probe must exceed that one.
 *
 * @param timeout The value of TIMEOUT.
 */
export function logLongTimeouts(
  log: Log,
  endpoints: readonly Pick<Endpoint, "name" | "timeout">[],
  timeout: Seconds,
): void {
  const long = endpoints.filter((endpoint) => endpoint.timeout > timeout);
  if (long.length === 0) return;
  log("info", "timeouts longer than TIMEOUT", {
    longest: Math.max(...long.map((endpoint) => endpoint.timeout)),
    endpoints: long.map(({ name }) => name).join(" "),
  });
}

/**
 * Warns when PORT is below TIMEOUT, or TIMEOUT is above ten minutes: both are allowed, and unlikely.
 *
 * @param port The value of PORT; 0 is never one that was meant to be a timeout.
 * @param timeout The value of TIMEOUT.
 */
export function warnOfSwapped(log: Log, port: number, timeout: Seconds): void {
  const isUnlikely = timeout > MAX_LIKELY_TIMEOUT || port > 0 && port < timeout;
  if (isUnlikely) log("warn", "unlikely PORT and TIMEOUT: did you swap them?", { port, timeout });
}
