/** @module Reports as a page. */
import type { Report, Result } from "../check/report.ts";
import { severityOf } from "../check/severity.ts";
import type { Seconds } from "../process/time/duration.ts";
import { endpointLists } from "./html_endpoints.ts";
import { escapeHtml, type Html, markup } from "./markup.ts";
import { HEADERS, navigation, page, timeElement } from "./page.ts";
import { partInWords } from "./part.ts";
import type { Ending, Self, View } from "./renderer.ts";

/** The value of `Content-Type`. */
export const contentType = "text/html; charset=utf-8";
/** The fields that keep the page from loading or running anything. */
export const headers: Readonly<Record<string, string>> = HEADERS;

/** The period of the link that turns refreshing on. */
const REFRESH: Seconds = 5;

const SENTENCES: Readonly<Record<Ending, string>> = {
  "Shutting down": "This pod takes no more traffic. Nothing was checked.",
  "Draining": "This pod is being deleted. Nothing was checked.",
};

/** Renders a report as a self-contained page without a script, failures first. */
export function renderReport({ ready, startedAt, results }: Report, view: View): string {
  const isOk = results.every((result) => severityOf(result) === "ok");
  const state = ready ? (isOk ? "ok" : "warn") : "fail";
  const found = summaryOf(results);
  const { ending } = view;
  const missing = ending === undefined ? "No round has ended yet." : SENTENCES[ending];
  const counts = view.pending || ending !== undefined ? missing : found;
  const sentence = view.stale ? `This round is too old to count. ${found}` : counts;
  const age = view.age === undefined ? "" : `, ${view.age.toFixed(1)} s ago`;
  const round = view.pending
    ? markup``
    : markup`Requested at ${time(startedAt.date)}${escapeHtml(age)}. `;
  const { part, failing = (): undefined => undefined } = view;
  const title = titleOf(ready, view);
  return page({
    title: part === undefined ? title : `${title}: ${partInWords(part)}`,
    place: view.place,
    state,
    refresh: view.refresh,
    body: [
      markup`<p>${escapeHtml(sentence)}</p>`,
      markup`<p>${round}${refreshLink(view)}</p>`,
      ...navigation(view.links?.()),
      markup`</header>`,
      ...endpointLists(results, { groups: part?.groups ?? [], date: startedAt.date, failing }),
    ],
  });
}

function titleOf(ready: boolean, { stale, ending }: View): string {
  if (ending !== undefined) return ending;
  if (stale) return "Stale";
  return ready ? "Ready" : "Not ready";
}

/** Renders `/self` as a page. */
export function renderSelf({ now, uptime, links, place }: Self): string {
  return page({
    title: "Alive",
    place,
    state: "ok",
    refresh: null,
    body: [
      markup`<p>healthcheck has run for ${Math.floor(uptime)} s.</p>`,
      markup`<p>Requested at ${time(now)}.</p>`,
      ...navigation(links?.()),
      markup`</header>`,
    ],
  });
}

/** Counts what fails and what warns: `2 of 10 fail, 1 warning.` An optional endpoint that fails warns. */
function summaryOf(results: readonly Result[]): string {
  const count = { fail: 0, warn: 0, ok: 0 };
  for (const result of results) count[severityOf(result)]++;
  const { fail, warn, ok } = count;
  const all = results.length;
  if (all === 1) {
    return ok === 1 ? "The endpoint is OK." : fail === 1 ? "The endpoint fails." : "1 warning.";
  }
  const warnings = warn === 0 ? "" : `, ${warn} ${warn === 1 ? "warning" : "warnings"}`;
  if (fail > 0) return `${fail} of ${all} ${fail === 1 ? "fails" : "fail"}${warnings}.`;
  if (ok === all) return `All ${all} are OK.`;
  return `${ok} of ${all} ${ok === 1 ? "is" : "are"} OK${warnings}.`;
}

function refreshLink({ query, refresh }: View): Html {
  if (refresh !== null) {
    const off = escapeHtml(query);
    return markup`Refreshes every ${refresh} s. <a href="?${off}">Stop refreshing</a>`;
  }
  const on = `${query}${query === "" ? "" : "&"}refresh=${REFRESH}`;
  return markup`<a href="?${escapeHtml(on)}">Refresh every ${REFRESH} s</a>`;
}

function time(date: Date): Html {
  const iso = date.toISOString();
  return timeElement(date, `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`);
}
