/** @module The history as a page. */
import { SEVERITIES, type Severity } from "../../../check/report.ts";
import { escapeHtml, type Html, joinHtml, markup } from "../../../formats/markup.ts";
import { HEADERS, page } from "../../../formats/page.ts";
import type { Seconds } from "../../../process/time/duration.ts";
import type { Lately, Recent } from "../file/lately.ts";
import { responseLine } from "./response_line.ts";
import { legend, strip } from "./strip.ts";
import type { Slot, Span, Summary } from "../summary/summary.ts";
import {
  availabilityOf,
  beginOf,
  countsOf,
  lengthOf,
  outageLength,
  shownReason,
  timeOf,
} from "./units.ts";

/** The outages listed for each endpoint, and how many of them without a click. */
const MAX_LISTED = 20;
const MAX_OPEN = 5;
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
  const words = `${shortTime(beginOf(summaries, span))} to ${shortTime(span.end)}`;
  const ranges = RANGES.map((range) => rangeLink(range, span));
  return page({
    title: state === "fail" ? "Outage now" : "No outage now",
    place: lately?.place,
    links: ["/all", "/health", "/metrics", "/self"],
    query: `since=${(span.end.getTime() - span.begin.getTime()) / 1000}s`,
    state,
    refresh: null,
    body: [
      markup`<p>${escapeHtml(words)}. All times are UTC.</p>`,
      markup`<nav aria-label="Range">${joinHtml(ranges, " ")}</nav>`,
      markup`</header>`,
      markup`<div class="sections">`,
      ...sorted.map((summary) => {
        const { endpoint } = summary;
        const line = responseLine(lately?.responses(endpoint) ?? [], span.end);
        return section(summary, recent?.get(endpoint) ?? [], line);
      }),
      markup`</div>`,
      legend(),
      ...(summaries.length === 0 ? [markup`<p>Nothing has been watched yet.</p>`] : []),
    ],
  });
}

function rangeLink([since, seconds, words]: typeof RANGES[number], { begin, end }: Span): Html {
  const isShown = end.getTime() - begin.getTime() === seconds * 1000;
  const current = isShown ? markup` aria-current="true"` : markup``;
  return markup`<a href="?since=${escapeHtml(since)}"${current}>${escapeHtml(words)}</a>`;
}

/** @param line The response times. */
function section(summary: Summary, recent: readonly Recent[], line: readonly Html[]): Html {
  const { endpoint, optional, watched } = summary;
  const state = stateOf(summary);
  const name = `${endpoint}${optional ? " (optional)" : ""}`;
  const shares = recent.map(({ words, slot }) =>
    markup`<div><dt>${escapeHtml(words)}</dt><dd>${escapeHtml(shareOf(slot))}</dd></div>`
  );
  const up = watched === 0
    ? "Not watched."
    : `Up ${availabilityOf(summary)} of ${lengthOf(watched)} watched.`;
  return joinHtml([
    markup`<section class="${escapeHtml(isUnknown(summary) ? "unknown" : state)}">`,
    markup`<div class="title">`,
    markup`<h2><span class="state">${escapeHtml(wordsOf(summary))}</span> ${escapeHtml(name)}</h2>`,
    markup`<dl>${joinHtml(shares)}</dl>`,
    markup`</div>`,
    ...strip(summary),
    markup`<p>${escapeHtml(`${up} ${facts(summary)}`)}</p>`,
    ...line,
    ...list(summary),
    markup`</section>`,
  ], "\n");
}

/** The availability of a span, unless most of it was not watched: that would say little about it. */
function shareOf(slot: Slot): string {
  const length = (slot.end.getTime() - slot.begin.getTime()) / 1000;
  return 2 * slot.watched < length ? "-" : availabilityOf(slot);
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

function list({ outages, omitted }: Summary): Html[] {
  if (outages.length === 0) return [];
  const items = outages.slice(0, MAX_LISTED).map((outage) => {
    const [begin, length] = [shortTime(outage.begin), outageLength(outage)];
    return markup`<li>${escapeHtml(`${begin}, ${length}: ${shownReason(outage)}`)}</li>`;
  });
  const more = outages.length + omitted - items.length;
  const rest = more > 0 ? [markup`<p>and ${more} before</p>`] : [];
  const open = markup`<ol>${joinHtml(items.slice(0, MAX_OPEN))}</ol>`;
  if (items.length <= MAX_OPEN) return [open, ...rest];
  return [
    open,
    markup`<details><summary>${items.length - MAX_OPEN} earlier</summary>`,
    markup`<ol start="${MAX_OPEN + 1}">${joinHtml(items.slice(MAX_OPEN))}</ol>`,
    ...rest,
    markup`</details>`,
  ];
}

/** Formats a time without its zone, which the page says once. */
function shortTime(date: Date): string {
  return timeOf(date).replace(" UTC", "");
}

function counted(count: number): string {
  return `${count} ${count === 1 ? "outage" : "outages"}`;
}
