/** @module The endpoints of a report as a table of one line each. */
import type { Change } from "../check/last_changes.ts";
import { expiryInWords } from "../check/certificate.ts";
import { groupNames, isInGroups } from "../check/groups.ts";
import {
  type Outcome,
  outcomeInWords,
  type Result,
  type Severity,
  severityOf,
  worstFirst,
} from "../check/report.ts";
import { formatDuration, formatResponseTime } from "../process/time/duration.ts";
import { formatAge } from "./text.ts";
import { lastHourCell, type Minute } from "./last_hour.ts";
import { escapeHtml, type Html, joinHtml, markup } from "./markup.ts";
import { fullTime, timeElement } from "./page.ts";

/** Options of {@linkcode endpointTable}. */
export interface EndpointTableOptions {
  /** When the round was requested. */
  date: Date;
  /**
   * Returns when the first failure in a row of the endpoint with this name started; `undefined` if it is
   * unknown or ok.
   */
  failingSince: (name: string) => Date | undefined;
  /** Returns the last 60 minutes of an endpoint; `undefined` if nothing watches: then there is no column. */
  lastHour: ((name: string) => readonly Minute[]) | undefined;
}

const WORDS: Readonly<Record<Severity, Html>> = {
  fail: markup`Failed`,
  warn: markup`Warning`,
  ok: markup`OK`,
};
/**
 * A state is a shape and a word: nobody needs to tell colors apart. The style sheet draws the shape, which
 * makes a thousand rows 22 KB smaller.
 */
const SHAPE = markup`<i></i>`;

/**
 * Lists the verdict of each group, which is the answer of `/all?group=NAME`.
 *
 * @param results The results of all endpoints: a part of a group has another verdict.
 */
export function groupVerdicts(results: readonly Result[]): Html[] {
  const items = groupNames(results.map(({ endpoint }) => endpoint)).values().map((name) => {
    const own = results.filter(({ endpoint }) => isInGroups(endpoint, [name]));
    const [worst] = worstFirst(own);
    const state = worst === undefined ? "ok" : severityOf(worst);
    const path = escapeHtml(`/all?group=${encodeURIComponent(name)}`);
    return markup`<li class="${escapeHtml(state)}">${SHAPE} \
<a href="${path}">${escapeHtml(name)}</a> ${escapeHtml(countsInWords(own))}</li>`;
  }).toArray();
  return items.length === 0 ? [] : [markup`<ul class="groups">${joinHtml(items, " ")}</ul>`];
}

/** Counts what fails and what warns: `2 of 10 fail, 1 warning`. An optional endpoint that fails warns. */
export function countsInWords(results: readonly Result[]): string {
  const count = { fail: 0, warn: 0, ok: 0 };
  for (const result of results) count[severityOf(result)]++;
  const { fail, warn } = count;
  const warnings = warn === 0 ? [] : [`${warn} ${warn === 1 ? "warning" : "warnings"}`];
  const failures = fail === 0
    ? []
    : [`${fail} of ${results.length} ${fail === 1 ? "fails" : "fail"}`];
  return [...failures, ...warnings].join(", ") || "OK";
}

/** Lists the endpoints in a table, the worst first. */
export function endpointTable(results: readonly Result[], options: EndpointTableOptions): Html[] {
  if (results.length === 0) return [];
  const [last, legend] = options.lastHour === undefined ? [markup``, []] : [
    markup`<th scope="col">Last hour`,
    // Neither a touch nor a keyboard shows a `title`.
    [markup`<p class="ends">Last hour: a bar a minute; a full one failed, the lowest was not watched.`],
  ];
  return [
    markup`<table>
<caption>Endpoints, failures first</caption>
<thead><tr><th scope="col">State<th scope="col">Endpoint<th scope="col">Result\
<th scope="col">Failing for<th scope="col" class="took">Took${last}
<tbody>
${joinHtml(worstFirst(results).map((result) => row(result, options)))}</table>`,
    ...legend,
  ];
}

/** Lists the changes of an endpoint. */
export function changeList(changes: readonly Change[]): Html[] {
  if (changes.length === 0) return [];
  const items = changes.map(({ date, severity, words }) =>
    markup`<li class="${escapeHtml(severity)}">${fullTime(date)} ${SHAPE} \
<span class="state">${WORDS[severity]}</span> ${escapeHtml(words)}`
  );
  return [markup`<h2>Last changes</h2>`, markup`<ol>${joinHtml(items, "\n")}</ol>`];
}

/** HTML needs no end tags of rows and cells; a thousand rows are a fifth smaller without them. */
function row(result: Result, { date, failingSince, lastHour }: EndpointTableOptions): Html {
  const { endpoint, outcome, duration, age } = result;
  const state = severityOf(result);
  const name = escapeHtml(endpoint.name);
  const url = escapeHtml(endpoint.shownUrl);
  const labels = [...(endpoint.optional ? ["optional"] : []), ...endpoint.groups].join(", ");
  const small = labels === "" ? markup`` : markup` <small>${escapeHtml(labels)}</small>`;
  const since = outcome.ok ? undefined : failingSince(endpoint.name);
  return markup`<tr class="${escapeHtml(state)}" id="${name}"><td>${SHAPE} ${WORDS[state]}\
<th scope="row" title="${name} ${url}">\
<a href="/all/${escapeHtml(encodeURIComponent(endpoint.name))}">${name}</a>${small} \
<small>${url}</small>${resultCell(outcome, date)}\
<td>${since === undefined ? markup`` : failingFor(since, date)}\
<td>${escapeHtml(formatResponseTime(duration) + formatAge(age))}\
${lastHour === undefined ? markup`` : lastHourCell(lastHour(endpoint.name))}
`;
}

/** What the check found, and when the certificate expires if the words do not say so yet. */
function resultCell(outcome: Outcome, date: Date): Html {
  const words = outcomeInWords(outcome);
  if (outcome.certificate === undefined) return markup`<td>${escapeHtml(words)}`;
  const { subject, issuer } = outcome.certificate;
  const names = [subject, issuer && `issued by ${issuer}`].filter((name) => name !== "");
  const expiry = expiryInWords(outcome.certificate, date);
  const rest = words.includes(expiry) ? markup`` : markup` <small>${escapeHtml(expiry)}</small>`;
  return markup`<td title="${escapeHtml(names.join(", "))}">${escapeHtml(words)}${rest}`;
}

/** Says for how long an endpoint fails, and since when: the time alone if that was today. */
function failingFor(since: Date, today: Date): Html {
  const iso = since.toISOString();
  const [day, second] = [iso.slice(0, 10), iso.slice(11, 19)];
  const words = today.toISOString().startsWith(day) ? second : `${day} ${second}`;
  const length = formatDuration(Math.max(0, today.getTime() - since.getTime()) / 1000, 1);
  return markup`${escapeHtml(length)}, since ${timeElement(since, `${words} UTC`)}`;
}
