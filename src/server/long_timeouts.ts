/** @module What the log says of timeouts that a probe must outlast. */
import type { Endpoint } from "../check/endpoint.ts";
import type { Seconds } from "../process/time/duration.ts";
import type { Log } from "../process/output/log.ts";

/** Options of {@linkcode logLongTimeouts}. */
export interface LogLongTimeoutsOptions {
  /** What is checked. */
  endpoints: readonly Pick<Endpoint, "name" | "timeout">[];
  /** The value of TIMEOUT. */
  timeout: Seconds;
}

/**
 * Logs which endpoints have a timeout longer than TIMEOUT, if any does, and the longest. A round takes as
 * long as its slowest check, so the `timeoutSeconds` of a probe must exceed that one.
 */
export function logLongTimeouts(
  log: Log,
  { endpoints, timeout }: LogLongTimeoutsOptions,
): void {
  const long = endpoints.filter((endpoint) => endpoint.timeout > timeout);
  if (long.length === 0) return;
  log("info", "timeouts longer than TIMEOUT", {
    longest: Math.max(...long.map((endpoint) => endpoint.timeout)),
    endpoints: long.map(({ name }) => name).join(" "),
  });
}
