/** @module The history as plain text. */
import { formatDuration } from "../../process/duration.ts";
import { countsOf, shareOf, shownReason, timeOf } from "./units.ts";
import type { Span, Summary } from "./summary.ts";

/** The value of `Content-Type`. */
export const contentType = "text/plain; charset=utf-8";

/** Renders the history of each endpoint: the time up, then its outages, newest first. */
export function renderHistory(summaries: readonly Summary[], { begin, end }: Span): string {
  const lines = [`From ${timeOf(begin)} to ${timeOf(end)}`];
  for (const summary of summaries) {
    const { endpoint, up, outages, omitted, down, longest, meanRepair, watched, reasons } = summary;
    lines.push("", endpoint, `  up         ${shareOf(up)} of ${formatDuration(watched)} watched`);
    if (outages.length === 0) continue;
    lines.push(
      `  outages    ${outages.length + omitted}, ${formatDuration(down)} in all, the longest ${
        formatDuration(longest)
      }`,
      meanRepair === null
        ? "  not yet resolved"
        : `  resolved   after ${formatDuration(meanRepair)} on average`,
      `  reasons    ${countsOf(reasons)}`,
      ...outages.map((outage) => {
        const { begin, end } = outage;
        const length = end === null
          ? "ongoing"
          : formatDuration((end.getTime() - begin.getTime()) / 1000);
        return `  ${timeOf(begin)}  ${length.padEnd(12)}  ${shownReason(outage)}`;
      }),
      ...(omitted > 0 ? [`  and ${omitted} before`] : []),
    );
  }
  return `${lines.join("\n")}\n`;
}
