/** @module The history as a page. */
import { SEVERITIES, type Severity } from "../../check/severity.ts";
import { escapeHtml, HEADERS, navigation, page } from "../../formats/page.ts";
import type { Seconds } from "../../process/duration.ts";
import type { Lately, Recent } from "./lately.ts";
import { responseLine } from "./response_line.ts";
import { legend, strip } from "./strip.ts";
import type { Span, Summary } from "./summary.ts";
import { availabilityOf, countsOf, lengthOf, outageLength, shownReason, timeOf } from "./units.ts";

/** The outages listed for each endpoint. */
const MAX_LISTED = 20;
/** The spans that the page links to. */
const RANGES: readonly (readonly [since: string, seconds: Seconds, words: string])[] = [
  ["24h", 86_400, "24 h"],
  ["7d", 7 * 86_400, "7 d"],
  ["30d", 30 * 86_400, "30 d"],
  ["90d", 90 * 86_400, "90 d"],
  ["365d", 365 * 86_400, "a year"],
];

/** The value of `Content-Type`. */
export const contentType = "text/html; charset=utf-8";
/** The fields that keep the page from loading or running anything. */
export const headers: Readonly<Record<string, string>> = HEADERS;

/**
 * Renders the history of each endpoint as a status page: its availability lately, a strip of slots and a
 * list of outages. What is down now comes first.
 */
export function renderHistory(summaries: readonly Summary[], span: Span, lately?: Lately): string {
  const rank = (summary: Summary): number => SEVERITIES.indexOf(stateOf(summary));
  const sorted = summaries.toSorted((a, b) => rank(a) - rank(b));
  const state = sorted[0] === undefined ? "ok" : stateOf(sorted[0]);
  const recent = lately?.recent();
  return page({
    title: state === "fail" ? "Outage now" : "No outage now",
    place: lately?.place,
    state,
    refresh: null,
    body: [
      `<p>${shortTime(span.begin)} to ${shortTime(span.end)}. All times are UTC.</p>`,
      `<nav aria-label="Range">${RANGES.map((range) => rangeLink(range, span)).join(" ")}</nav>`,
      legend(),
      "<p>A line is the response time of the last 24 h: p50 thick, worst thin, on a logarithmic scale.</p>",
      ...navigation(["/all", "/health"]),
      "</header>",
      '<div class="sections">',
      ...sorted.map((summary) => {
        const { endpoint } = summary;
        const line = responseLine(lately?.responses(endpoint) ?? [], span.end);
        return section(summary, { recent: recent?.get(endpoint) ?? [], line });
      }),
      "</div>",
      ...(summaries.length === 0 ? ["<p>Nothing has been watched yet.</p>"] : []),
    ],
  });
}

function rangeLink([since, seconds, words]: typeof RANGES[number], { begin, end }: Span): string {
  const isShown = end.getTime() - begin.getTime() === seconds * 1000;
  return `<a href="?since=${since}"${isShown ? ' aria-current="true"' : ""}>${words}</a>`;
}

interface SectionOptions {
  recent: readonly Recent[];
  /** The response times, in HTML. */
  line: readonly string[];
}

function section(summary: Summary, { recent, line }: SectionOptions): string {
  const { endpoint, optional, watched } = summary;
  const state = stateOf(summary);
  const name = `${escapeHtml(endpoint)}${optional ? " (optional)" : ""}`;
  const shares = recent.map(({ words, slot }) =>
    `<div><dt>${words}</dt><dd>${availabilityOf(slot)}</dd></div>`
  );
  const up = watched === 0
    ? "Not watched."
    : `Up ${availabilityOf(summary)} of ${lengthOf(watched)} watched.`;
  return [
    `<section class="${isUnknown(summary) ? "unknown" : state}">`,
    '<div class="title">',
    `<h2><span class="state">${wordsOf(summary)}</span> ${name}</h2>`,
    ...(shares.length === 0 ? [] : [`<dl>${shares.join("")}</dl>`]),
    "</div>",
    ...strip(summary),
    `<p>${up} ${facts(summary)}</p>`,
    ...line,
    ...list(summary),
    "</section>",
  ].join("\n");
}

/** An optional endpoint that is down is a warning: the whole is not. */
function stateOf({ outages, optional }: Summary): Severity {
  if (outages.every(({ end }) => end !== null)) return "ok";
  return optional ? "warn" : "fail";
}

/** An endpoint that is no longer watched is not known to be up: its outage ended with the watching. */
function isUnknown(summary: Summary): boolean {
  return (summary.removed || summary.watched === 0) && stateOf(summary) === "ok";
}

function wordsOf(summary: Summary): string {
  if (isUnknown(summary)) return summary.removed ? "No longer watched" : "Not watched";
  return stateOf(summary) === "ok" ? "Up" : "Down";
}

function facts({ outages, omitted, down, longest, meanRecovery, reasons }: Summary): string {
  if (outages.length === 0) return "No outages.";
  const recovered = meanRecovery === null
    ? "not yet recovered"
    : `recovered after ${lengthOf(meanRecovery)} on average`;
  return `${counted(outages.length + omitted)}, ${lengthOf(down)} in all, the longest ${
    lengthOf(longest)
  }, ${recovered}: ${countsOf(reasons)}.`;
}

function list({ outages, omitted }: Summary): string[] {
  if (outages.length === 0) return [];
  const items = outages.slice(0, MAX_LISTED).map((outage) => {
    const [begin, reason] = [shortTime(outage.begin), escapeHtml(shownReason(outage))];
    return `<li>${begin}, ${outageLength(outage)}: ${reason}</li>`;
  });
  const more = outages.length + omitted - items.length;
  return [`<ol>${items.join("")}</ol>`, ...(more > 0 ? [`<p>and ${more} before</p>`] : [])];
}

/** Formats a time without its zone, which the page says once. */
function shortTime(date: Date): string {
  return timeOf(date).replace(" UTC", "");
}

function counted(count: number): string {
  return `${count} ${count === 1 ? "outage" : "outages"}`;
}
