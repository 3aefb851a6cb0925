/** @module Reports as a page. */
import { expiryInWords } from "../check/certificate.ts";
import { groupNames, isInGroups } from "../check/groups.ts";
import { type Outcome, outcomeInWords, type Report, type Result } from "../check/report.ts";
import type { Seconds } from "../process/duration.ts";
import type { Self, View } from "./renderer.ts";
import { SEVERITIES, type Severity, severityOf, worstFirst } from "../check/severity.ts";
import { formatAge } from "./age.ts";
import { escapeHtml, HEADERS, navigation, page } from "./page.ts";

/** The value of `Content-Type`. */
export const contentType = "text/html; charset=utf-8";
/** The fields that keep the page from loading or running anything. */
export const headers: Readonly<Record<string, string>> = HEADERS;

const WORDS: Readonly<Record<Severity, string>> = { fail: "Failed", warn: "Warning", ok: "OK" };
/** The period of the link that turns refreshing on. */
const REFRESH: Seconds = 5;

/** Renders a report as a self-contained page without a script, failures first. */
export function renderReport({ ready, startedAt, results }: Report, view: View): string {
  const isOk = results.every((result) => severityOf(result) === "ok");
  const state = ready ? (isOk ? "ok" : "warn") : "fail";
  const found = summaryOf(results);
  const missing = view.shuttingDown
    ? "This pod takes no more traffic. Nothing was checked."
    : "No round has ended yet.";
  const counts = view.pending || view.shuttingDown ? missing : found;
  const sentence = view.stale ? `This round is too old to count. ${found}` : counts;
  const age = view.age === undefined ? "" : `, ${view.age.toFixed(1)} s ago`;
  const round = view.pending ? "" : `Requested at ${time(startedAt.date)}${age}. `;
  return page({
    title: titleOf(ready, view),
    state,
    refresh: view.refresh,
    body: [
      `<p>${sentence}</p>`,
      `<p>${round}${refreshLink(view)}</p>`,
      ...navigation(view.links),
      "</header>",
      ...items(results, { groups: view.groups ?? [], date: startedAt.date }),
    ],
  });
}

function titleOf(ready: boolean, { stale, shuttingDown }: View): string {
  if (shuttingDown) return "Shutting down";
  if (stale) return "Stale";
  return ready ? "Ready" : "Not ready";
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

/** Counts what fails and what warns: `1 of 3 endpoints fails, none of them required; 1 warns.` */
function summaryOf(results: readonly Result[]): string {
  const failed = results.filter(({ outcome }) => !outcome.ok);
  const warns = results.filter(({ outcome }) => outcome.ok && outcome.warning !== undefined).length;
  const all = counted(results.length);
  const warning = `${warns === 1 ? "warns" : "warn"}.`;
  if (failed.length === 0) {
    if (warns > 0) return `${warns} of ${all} ${warning}`;
    return `All ${all} ${results.length === 1 ? "is" : "are"} OK.`;
  }
  const optional = failed.every(({ endpoint }) => endpoint.optional);
  return `${failed.length} of ${all} ${failed.length === 1 ? "fails" : "fail"}` +
    (optional ? ", none of them required" : "") + (warns > 0 ? `; ${warns} ${warning}` : ".");
}

interface ItemsOptions {
  /** The groups that the request selects; none selects all. */
  groups: readonly string[];
  /** When the round was requested. */
  date: Date;
}

/** The endpoints, by group where there are any: each group that the request selects, the worst first. */
function items(results: readonly Result[], { groups, date }: ItemsOptions): string[] {
  const all = results.map(({ endpoint }) => endpoint);
  const names = [...groupNames(all)];
  if (names.length === 0) return [list(results, { level: "h2", date })];
  const shown = groups.length === 0 ? names : names.filter((name) => groups.includes(name));
  const sections = shown.map((name) => ({
    heading: `Group ${escapeHtml(name)}`,
    own: results.filter(({ endpoint }) => isInGroups(endpoint, [name])),
  }));
  const others = results.filter(({ endpoint }) => endpoint.groups.length === 0);
  if (others.length > 0) sections.push({ heading: "Without a group", own: others });
  const rank = ({ own }: { own: readonly Result[] }): number =>
    Math.min(...own.map((result) => SEVERITIES.indexOf(severityOf(result))));
  return sections.toSorted((a, b) => rank(a) - rank(b))
    .flatMap((
      { heading, own },
    ) => [`<h2 class="group">${heading}</h2>`, list(own, { level: "h3", date })]);
}

interface ItemOptions extends Pick<ItemsOptions, "date"> {
  /** The level of the heading. */
  level: "h2" | "h3";
}

function list(results: readonly Result[], options: ItemOptions): string {
  return `<ul>${worstFirst(results).map((result) => item(result, options)).join("")}</ul>`;
}

function item(result: Result, { level, date }: ItemOptions): string {
  const { endpoint, outcome, duration, age } = result;
  const state = severityOf(result);
  const share = Math.min(100, 100 * duration / endpoint.timeout).toFixed(1);
  return [
    `\n<li class="${state}">`,
    `<${level}><span class="state">${WORDS[state]}</span> ${escapeHtml(endpoint.name)}</${level}>`,
    `<p class="url">${escapeHtml(endpoint.shownUrl)}${endpoint.optional ? " (optional)" : ""}</p>`,
    `<p class="detail">${escapeHtml(outcomeInWords(outcome))}</p>`,
    `<p class="time">${formatSeconds(duration)} of at most ${formatSeconds(endpoint.timeout)}${
      formatAge(age)
    }</p>`,
    ...certificateLines(outcome, date),
    '<svg viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">',
    `<rect class="track" width="100" height="1"/><rect class="bar" width="${share}" height="1"/>`,
    "</svg>",
    "</li>\n",
  ].join("\n");
}

/** Escaped: whoever serves the endpoint chose the names. */
function certificateLines({ certificate }: Outcome, date: Date): string[] {
  if (certificate === undefined) return [];
  const { subject, issuer } = certificate;
  const names = [subject, issuer && `issued by ${issuer}`].filter((name) => name !== "");
  const details = names.length === 0 ? "" : ` (${names.join(", ")})`;
  return [`<p class="certificate">${escapeHtml(expiryInWords(certificate, date) + details)}</p>`];
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
