/** @module The history as plain text. */
import {
  availabilityOf,
  beginOf,
  countsOf,
  lengthOf,
  outageLength,
  shownReason,
  timeOf,
} from "./units.ts";
import type { Span, Summary } from "../summary/summary.ts";

/** The value of `Content-Type`. */
export const contentType = "text/plain; charset=utf-8";

/** The characters that most lengths of an outage fit in. */
const LENGTH_WIDTH = 14;

/** Renders the history of each endpoint: the time up, then its outages, newest first. */
export function renderHistory(summaries: readonly Summary[], span: Span): string {
  const lines = [`From ${timeOf(beginOf(summaries, span))} to ${timeOf(span.end)}`];
  for (const summary of summaries) {
    const { endpoint, outages, omitted, down, longest, meanRecovery, watched, reasons } = summary;
    lines.push(
      "",
      [endpoint, ...marksOf(summary).map((mark) => `(${mark})`)].join(" "),
      watched === 0
        ? "  not watched"
        : `  up         ${availabilityOf(summary)} of ${lengthOf(watched)} watched`,
    );
    if (outages.length === 0) continue;
    lines.push(
      `  outages    ${outages.length + omitted}, ${lengthOf(down)} in all, the longest ${
        lengthOf(longest)
      }`,
      meanRecovery === null
        ? "  not yet recovered"
        : `  recovered  after ${lengthOf(meanRecovery)} on average`,
      `  reasons    ${countsOf(reasons)}`,
      ...outages.map((outage) =>
        `  ${timeOf(outage.begin)}  ${outageLength(outage).padEnd(LENGTH_WIDTH)}  ${
          shownReason(outage)
        }`
      ),
      ...(omitted > 0 ? [`  and ${omitted} before`] : []),
    );
  }
  return `${lines.join("\n")}\n`;
}

function marksOf({ optional, removed }: Summary): string[] {
  return [...(optional ? ["optional"] : []), ...(removed ? ["no longer watched"] : [])];
}
