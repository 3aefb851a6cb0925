/** @module How the history and the notices write times, durations, shares and reasons. */
import type { Failure } from "../../../check/failure.ts";
import { formatDuration, type Milliseconds, type Seconds } from "../../../process/time/duration.ts";
import type { Outage } from "../../outage.ts";
import type { CountedOutage, ReasonCount, Slot, Span, Summary } from "../summary/summary.ts";

/** Formats a time to the second: `1970-01-01 00:00:00 UTC`. */
export function timeOf(date: Date): string {
  return `${date.toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

/** Formats how long something lasted: only nothing is `0 s`, and what rounds to it is `under 1 s`. */
export function lengthOf(duration: Seconds): string {
  return duration > 0 && duration < 0.5 ? "under 1 s" : formatDuration(duration);
}

/**
 * Formats the availability as a percentage, rounded down: `99.98 %`, `98.6 %`, `33 %`. The nearer to 100,
 * the more digits matter. Only without downtime is it `100 %`, and only without uptime `0 %`.
 */
export function availabilityOf({ watched, down }: Pick<Slot, "watched" | "down">): string {
  if (watched === 0) return "not watched";
  const watchedMs: Milliseconds = Math.round(watched * 1000);
  const upMs: Milliseconds = watchedMs - Math.round(down * 1000);
  if (upMs === 0) return "0 %";
  const hundredths = Math.floor(upMs * 10_000 / watchedMs);
  if (hundredths < 100) return "under 1 %";
  const step = hundredths >= 9900 ? 1 : hundredths >= 9000 ? 10 : 100;
  return `${Math.floor(hundredths / step) * step / 100} %`;
}

/**
 * Formats how long an outage was down: `40 s`, `ongoing, 40 s`. Where more time passed than was watched
 * within the span, it says so: `10 min of 1 h`, `ongoing, 10 min of 1 h`.
 */
export function outageLength({ end, down, lasted }: CountedOutage): string {
  const length = lasted - down < 1 ? lengthOf(down) : `${lengthOf(down)} of ${lengthOf(lasted)}`;
  return end === null ? `ongoing, ${length}` : length;
}

/**
 * Formats why an outage began, and the last failure where it differs: `refused - connection refused, last
 * status 503`. It leaves the code out where the reason begins with it, and where it says nothing.
 */
export function shownReason(outage: Outage): string {
  const first = withCode(outage.firstFailure, outage.firstReason);
  if (outage.firstFailure !== outage.lastFailure) {
    return `${first}, last ${withCode(outage.lastFailure, outage.lastReason)}`;
  }
  return outage.firstReason === outage.lastReason ? first : `${first}, last ${outage.lastReason}`;
}

function withCode(failure: Failure, reason: string): string {
  const isKnown = failure === "other" || reason.startsWith(failure);
  return isKnown ? reason : `${failure} - ${reason}`;
}

/** Returns when the header begins: with the first round in the span, or with the span if there was none. */
export function beginOf(summaries: readonly Summary[], span: Span): Date {
  const firsts = summaries.flatMap(({ firstWatched }) => firstWatched ?? []);
  return new Date(Math.min(...(firsts.length === 0 ? [span.begin] : firsts).map(Number)));
}

/** Formats how many outages had each code: `refused (12), timeout (3)`. */
export function countsOf(reasons: readonly ReasonCount[]): string {
  return reasons.map(({ failure, count }) => `${failure} (${count})`).join(", ");
}
