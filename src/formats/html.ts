/** @module Reports as a page. */
import { type Report, type Result, severityOf } from "../check/report.ts";
import { formatDuration, type Seconds } from "../process/time/duration.ts";
import { VERSION } from "../process/version.ts";
import { changeList, countsInWords, endpointTable, groupVerdicts } from "./endpoint_table.ts";
import { escapeHtml, type Html, markup } from "./markup.ts";
import { fullTime, HEADERS, link, page, queryWith } from "./page.ts";
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
  const { part, ending, query, failingSince = (): undefined => undefined, lastHour } = view;
  const changes = part?.name === undefined ? [] : view.lastChanges?.(part.name) ?? [];
  const age = view.age === undefined ? "" : `, ${view.age.toFixed(1)} s ago`;
  const round = view.pending ? [] : [fullTime(startedAt.date), escapeHtml(`${age} \u00b7 `)];
  const title = titleOf(ready, view);
  const explained = explanationOf(view);
  return page({
    title: part === undefined ? title : `${title}: ${partInWords(part)}`,
    facts: results.length === 0 ? "" : factsOf(results),
    made: [...round, refreshLink(view)],
    place: view.place,
    links: view.links?.() ?? [],
    query,
    state,
    refresh: view.refresh,
    body: [
      ...(explained === undefined ? [] : [markup`<p>${escapeHtml(explained)}</p>`]),
      // A part may lack endpoints of a group.
      ...(part === undefined ? groupVerdicts(results) : []),
      markup`</header>`,
      ...(ending === undefined
        ? endpointTable(results, { date: startedAt.date, failingSince, lastHour })
        : []),
      ...changeList(changes),
    ],
  });
}

function explanationOf({ stale, pending, ending }: View): string | undefined {
  if (ending !== undefined) return SENTENCES[ending];
  if (pending) return "No round has ended yet.";
  return stale ? "This round is too old to count." : undefined;
}

function factsOf(results: readonly Result[]): string {
  const counts = countsInWords(results);
  if (counts !== "OK") return counts;
  return results.length === 1 ? "the endpoint is OK" : `all ${results.length} are OK`;
}

function titleOf(ready: boolean, { stale, ending }: View): string {
  if (ending !== undefined) return ending;
  if (stale) return "Stale";
  return ready ? "Ready" : "Not ready";
}

/** Renders `/self` as a page. */
export function renderSelf({ now, uptime, links, place }: Self): string {
  const since = new Date(now.getTime() - uptime * 1000);
  return page({
    title: "Alive",
    facts: `for ${formatDuration(Math.floor(uptime))}`,
    made: [fullTime(now)],
    place,
    links: links?.() ?? [],
    query: "",
    state: "ok",
    refresh: null,
    body: [
      markup`<p>healthcheck ${escapeHtml(VERSION)} has run since ${fullTime(since)}.</p>`,
      markup`</header>`,
    ],
  });
}

/** Renders an error as a page that leads back. */
export function renderError(message: string): string {
  const [title = "", ...rest] = message.split(": ");
  return page({
    title,
    place: undefined,
    links: ["/all", "/self"],
    state: "fail",
    refresh: null,
    body: [markup`<p>${escapeHtml(rest.join(": "))}</p>`, markup`</header>`],
  });
}

function refreshLink({ query, refresh }: View): Html {
  if (refresh !== null) {
    return markup`refreshes every ${refresh} s, ${link(`?${query}`, "stop")}`;
  }
  return link(queryWith(query, "refresh", `${REFRESH}`), `refresh every ${REFRESH} s`);
}
