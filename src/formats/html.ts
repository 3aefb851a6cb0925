/** @module Reports as a page. */
import type { Report, Result } from "../check/report.ts";
import type { Seconds } from "../process/duration.ts";
import type { Self, View } from "./renderer.ts";
import { type Severity, severityOf, worstFirst } from "../check/severity.ts";
import { formatAge } from "./age.ts";
import { escapeHtml, HEADERS, page } from "./page.ts";

/** The value of `Content-Type`. */
export const contentType = "text/html; charset=utf-8";
/** The fields that keep the page from loading or running anything. */
export const headers: Readonly<Record<string, string>> = HEADERS;

const WORDS: Readonly<Record<Severity, string>> = { fail: "Failed", warn: "Warning", ok: "OK" };
/** The period of the link that turns refreshing on. */
const REFRESH: Seconds = 5;

/** Renders a report as a self-contained page without a script, failures first. */
export function renderReport({ ready, startedAt, results }: Report, view: View): string {
  const failing = results.filter(({ outcome }) => !outcome.ok).length;
  const state = ready ? (failing > 0 ? "warn" : "ok") : "fail";
  const found = failing === 0
    ? `All ${counted(results.length)} ${results.length === 1 ? "is" : "are"} OK.`
    : `${failing} of ${counted(results.length)} ${failing === 1 ? "fails" : "fail"}` +
      (ready ? ", none of them required." : ".");
  const counts = view.pending ? "No round has ended yet." : found;
  const sentence = view.stale ? `This round is too old to count. ${found}` : counts;
  const age = view.age === undefined ? "" : `, ${view.age.toFixed(1)} s ago`;
  const round = view.pending ? "" : `Requested at ${time(startedAt.date)}${age}. `;
  return page({
    title: ready ? "Ready" : view.stale ? "Stale" : "Not ready",
    state,
    refresh: view.refresh,
    body: [
      `<p>${sentence}</p>`,
      `<p>${round}${refreshLink(view)}</p>`,
      "</header>",
      `<ul>${worstFirst(results).map(item).join("")}</ul>`,
    ],
  });
}

/** Renders `/self` as a page. */
export function renderSelf({ now, uptime }: Self): string {
  return page({
    title: "Alive",
    state: "ok",
    refresh: null,
    body: [
      `<p>healthcheck has run for ${Math.floor(uptime)} s.</p>`,
      `<p>Requested at ${time(now)}.</p>`,
      "</header>",
    ],
  });
}

function item(result: Result): string {
  const { endpoint, outcome, duration, age } = result;
  const state = severityOf(result);
  const detail = outcome.ok ? outcome.found : outcome.reason;
  const share = Math.min(100, 100 * duration / endpoint.timeout).toFixed(1);
  return [
    `\n<li class="${state}">`,
    `<h2><span class="state">${WORDS[state]}</span> ${escapeHtml(endpoint.name)}</h2>`,
    `<p class="url">${escapeHtml(endpoint.shownUrl)}${endpoint.optional ? " (optional)" : ""}</p>`,
    `<p class="detail">${escapeHtml(detail)}</p>`,
    `<p class="time">${formatSeconds(duration)} of at most ${formatSeconds(endpoint.timeout)}${
      formatAge(age)
    }</p>`,
    '<svg viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">',
    `<rect class="track" width="100" height="1"/><rect class="bar" width="${share}" height="1"/>`,
    "</svg>",
    "</li>\n",
  ].join("\n");
}

function refreshLink({ query, refresh }: View): string {
  if (refresh !== null) {
    return `Refreshes every ${refresh} s. <a href="?${escapeHtml(query)}">Stop refreshing</a>`;
  }
  const on = `${query}${query === "" ? "" : "&"}refresh=${REFRESH}`;
  return `<a href="?${escapeHtml(on)}">Refresh every ${REFRESH} s</a>`;
}

function counted(count: number): string {
  return `${count} ${count === 1 ? "endpoint" : "endpoints"}`;
}

function formatSeconds(seconds: Seconds): string {
  return seconds < 1 ? `${Math.round(seconds * 1000)} ms` : `${Number(seconds.toFixed(2))} s`;
}

function time(date: Date): string {
  const iso = date.toISOString();
  return `<time datetime="${iso}">${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC</time>`;
}
