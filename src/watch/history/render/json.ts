/** @module The history as JSON. */
import { roundDuration } from "../../../process/time/duration.ts";
import type { Span, Summary } from "../summary/summary.ts";

/** The value of `Content-Type`. */
export const contentType = "application/json";

/** Renders the history of each endpoint as one JSON object. Its keys are a public contract. */
export function renderHistory(summaries: readonly Summary[], { begin, end }: Span): string {
  return JSON.stringify({
    begin: begin.toISOString(),
    end: end.toISOString(),
    endpoints: summaries.map((summary) => ({
      name: summary.endpoint,
      optional: summary.optional,
      removed: summary.removed,
      watched_seconds: roundDuration(summary.watched),
      down_seconds: roundDuration(summary.down),
      up_ratio: summary.up,
      longest_seconds: roundDuration(summary.longest),
      mean_repair_seconds: summary.meanRecovery === null
        ? null
        : roundDuration(summary.meanRecovery),
      reasons: summary.reasons,
      outages_total: summary.outages.length + summary.omitted,
      outages_resolved: summary.resolved,
      outages_omitted: summary.omitted,
      outages: summary.outages.map(({ begin, end, down, ...why }) => ({
        begin: begin.toISOString(),
        end: end?.toISOString() ?? null,
        down_seconds: roundDuration(down),
        first_failure: why.firstFailure,
        first_reason: why.firstReason,
        last_failure: why.lastFailure,
        last_reason: why.lastReason,
      })),
    })),
  });
}
