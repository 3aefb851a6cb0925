/** @module How the history and the notices write times, shares and reasons. */
import type { Outage } from "../outages.ts";
import type { ReasonCount } from "./summary.ts";

/** Formats a time to the second: `1970-01-01 00:00:00 UTC`. */
export function timeOf(date: Date): string {
  return `${date.toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

/**
 * Formats a share as a percentage with three digits, rounded down: only 1 is `100 %`.
 *
 * @param up From 0 to 1; `null` if no time was watched.
 */
export function shareOf(up: number | null): string {
  if (up === null) return "not watched";
  return up === 1 ? "100 %" : `${(Math.floor(up * 1e5) / 1e3).toFixed(3)} %`;
}

/**
 * Formats the last failure of an outage: `refused - connection refused`. It leaves the code out where the
 * reason begins with it, as `status 503` does, and where it says nothing.
 */
export function shownReason({ lastFailure, lastReason }: Outage): string {
  const isKnown = lastFailure === "other" || lastReason.startsWith(lastFailure);
  return isKnown ? lastReason : `${lastFailure} - ${lastReason}`;
}

/** Formats how many outages had each code: `refused (12), timeout (3)`. */
export function countsOf(reasons: readonly ReasonCount[]): string {
  return reasons.map(({ failure, count }) => `${failure} (${count})`).join(", ");
}
