/** @module The history as a page. */
import { SEVERITIES, type Severity } from "../../check/severity.ts";
import { escapeHtml, HEADERS, navigation, page } from "../../formats/page.ts";
import { availabilityOf, countsOf, lengthOf, outageLength, shownReason, timeOf } from "./units.ts";
import type { Slot, Span, Summary } from "./summary.ts";

/** The share of downtime above which a slot is red, not amber. */
const RED_SHARE = 0.1;
/** A strip of more slots has no gaps between them, or the gaps would hide the slots. */
const MAX_SPACED_SLOTS = 120;
/** The outages listed for each endpoint. */
const MAX_LISTED = 20;

/** The value of `Content-Type`. */
export const contentType = "text/html; charset=utf-8";
/** The fields that keep the page from loading or running anything. */
export const headers: Readonly<Record<string, string>> = HEADERS;

/**
 * Renders the history of each endpoint as a status page: a strip of slots and a list of outages.
 */
export function renderHistory(summaries: readonly Summary[], span: Span): string {
  const states = summaries.map(stateOf);
  const state = SEVERITIES.find((severity) => states.includes(severity)) ?? "ok";
  return page({
    title: state === "fail" ? "Outage now" : "No outage now",
    place: undefined,
    state,
    refresh: null,
    body: [
      `<p>${timeOf(span.begin)} to ${timeOf(span.end)}.</p>`,
      '<p>Look at <a href="?since=24h">a day</a>, <a href="?since=7d">a week</a>, ' +
      '<a href="?since=90d">90 days</a>, <a href="?since=365d">a year</a>.</p>',
      "<p>Green was up, amber was down for a while, red for more than a tenth of the time, and grey " +
      "was not watched.</p>",
      ...navigation(["/all", "/health"]),
      "</header>",
      ...summaries.map(section),
      ...(summaries.length === 0 ? ["<p>Nothing has been watched yet.</p>"] : []),
    ],
  });
}

function section(summary: Summary): string {
  const { endpoint, optional, watched } = summary;
  const state = stateOf(summary);
  const name = `${escapeHtml(endpoint)}${optional ? " (optional)" : ""}`;
  const up = watched === 0
    ? "Not watched."
    : `Up ${availabilityOf(summary)} of ${lengthOf(watched)} watched.`;
  return [
    `<section class="${state}">`,
    `<h2><span class="state">${state === "ok" ? "Up" : "Down"}</span> ${name}</h2>`,
    `<p>${up} ${facts(summary)}</p>`,
    strip(summary),
    ...list(summary),
    "</section>",
  ].join("\n");
}

/** An optional endpoint that is down is a warning: the whole is not. */
function stateOf({ outages, optional }: Summary): Severity {
  if (outages.every(({ end }) => end !== null)) return "ok";
  return optional ? "warn" : "fail";
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

/** Draws the slots. The label and the list below give the same facts as text. */
function strip({ slots, endpoint }: Summary): string {
  const bad = slots.filter((slot) => slot.down > 0).length;
  const label = `${endpoint}: ${slots.length} periods, ${bad} with downtime, ` +
    `${slots.filter(({ watched }) => watched === 0).length} not watched`;
  const width = slots.length > MAX_SPACED_SLOTS ? 4 : 3;
  const bars = slots.map((slot, index) => {
    const title = `${timeOf(slot.begin)}: ${words(slot)}`;
    return `<rect class="${color(slot)}" x="${index * 4}" width="${width}" height="30">` +
      `<title>${title}</title></rect>`;
  });
  return `<svg class="strip" viewBox="0 0 ${slots.length * 4} 30" preserveAspectRatio="none" ` +
    `role="img" aria-label="${escapeHtml(label)}">${bars.join("")}</svg>`;
}

function color({ watched, down }: Slot): string {
  if (watched === 0) return "none";
  if (down === 0) return "up";
  return down / watched > RED_SHARE ? "down" : "partly";
}

function words({ watched, down }: Slot): string {
  if (watched === 0) return "not watched";
  return down === 0 ? "up" : `down for ${lengthOf(down)}`;
}

function list({ outages, omitted }: Summary): string[] {
  if (outages.length === 0) return [];
  const items = outages.slice(0, MAX_LISTED).map((outage) => {
    const [begin, reason] = [timeOf(outage.begin), escapeHtml(shownReason(outage))];
    return `<li>${begin}, ${outageLength(outage)}: ${reason}</li>`;
  });
  const more = outages.length + omitted - items.length;
  return [`<ol>${items.join("")}</ol>`, ...(more > 0 ? [`<p>and ${more} before</p>`] : [])];
}

function counted(count: number): string {
  return `${count} ${count === 1 ? "outage" : "outages"}`;
}
