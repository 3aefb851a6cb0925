/** @module The endpoints of a report as a page shows them. */
import { expiryInWords } from "../check/certificate.ts";
import { groupNames, isInGroups } from "../check/groups.ts";
import { type Outcome, outcomeInWords, type Result } from "../check/report.ts";
import { SEVERITIES, type Severity, severityOf, worstFirst } from "../check/severity.ts";
import type { FailedChecks } from "../exposition/registry.ts";
import { formatResponseTime } from "../process/time/duration.ts";
import { formatAge } from "./age.ts";
import { escapeHtml, type Html, joinHtml, markup } from "./markup.ts";
import { timeElement } from "./page.ts";

/** Options of {@linkcode endpointLists}. */
export interface EndpointListsOptions {
  /** The groups that the request selects; empty for all. */
  groups: readonly string[];
  /** When the round was requested. */
  date: Date;
  /** Returns the failures in a row of the endpoint with this name; `undefined` if it is unknown or ok. */
  failing: (name: string) => FailedChecks | undefined;
}

interface ListOptions extends Omit<EndpointListsOptions, "groups"> {
  /** The level of the heading of each endpoint. */
  level: Html;
}

const WORDS: Readonly<Record<Severity, Html>> = {
  fail: markup`Failed`,
  warn: markup`Warning`,
  ok: markup`OK`,
};

/**
 * Lists the endpoints, the worst first: a card for each that fails or warns, a row for each that is ok.
 * Where there are groups, each group that the request selects has lists of its own.
 */
export function endpointLists(
  results: readonly Result[],
  { groups, ...options }: EndpointListsOptions,
): Html[] {
  const all = results.map(({ endpoint }) => endpoint);
  const names = [...groupNames(all)];
  if (names.length === 0) return lists(results, { ...options, level: markup`h2` });
  const shown = groups.length === 0 ? names : names.filter((name) => groups.includes(name));
  const sections = shown.map((name) => ({
    heading: `Group ${name}`,
    own: results.filter(({ endpoint }) => isInGroups(endpoint, [name])),
  }));
  const others = results.filter(({ endpoint }) => endpoint.groups.length === 0);
  if (others.length > 0) sections.push({ heading: "Without a group", own: others });
  const rank = ({ own }: { own: readonly Result[] }): number =>
    Math.min(...own.map((result) => SEVERITIES.indexOf(severityOf(result))));
  return sections.toSorted((a, b) => rank(a) - rank(b)).flatMap(({ heading, own }) => [
    markup`<h2 class="group">${escapeHtml(heading)}</h2>`,
    ...lists(own, { ...options, level: markup`h3` }),
  ]);
}

function lists(results: readonly Result[], options: ListOptions): Html[] {
  const cards = worstFirst(results.filter((result) => severityOf(result) !== "ok"));
  const rows = results.filter((result) => severityOf(result) === "ok");
  return ([[markup`cards`, cards], [markup`rows`, rows]] as const)
    .filter(([, items]) => items.length > 0)
    .map(([name, items]) =>
      markup`<ul class="${name}">${joinHtml(items.map((result) => item(result, options)))}</ul>`
    );
}

function item(result: Result, { level, date, failing }: ListOptions): Html {
  const { endpoint, outcome, duration, age } = result;
  const state = severityOf(result);
  const share = escapeHtml(Math.min(100, 100 * duration / endpoint.timeout).toFixed(1));
  const limit = `limit ${formatResponseTime(endpoint.timeout)}`;
  const time = `${formatResponseTime(duration)}, ${limit}${formatAge(age)}`;
  const optional = endpoint.optional ? markup` (optional)` : markup``;
  const failed = outcome.ok ? markup`` : failingLine(failing(endpoint.name), date);
  return markup`
<li class="${escapeHtml(state)}">
<${level}><span class="state">${WORDS[state]}</span> ${escapeHtml(endpoint.name)}</${level}>
<p class="url">${escapeHtml(endpoint.shownUrl)}${optional}</p>
<p class="detail">${escapeHtml(outcomeInWords(outcome))}</p>
${failed}<p class="time">${escapeHtml(time)}</p>
${
    certificateLine(outcome, date)
  }<svg class="share" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
<rect class="track" width="100" height="1"/><rect class="bar" width="${share}" height="1"/>
</svg>
</li>
`;
}

/** Says since when an endpoint fails: the time alone if that was today. */
function failingLine(failed: FailedChecks | undefined, today: Date): Html {
  if (failed === undefined) return markup``;
  const { since, count } = failed;
  const iso = since.toISOString();
  const [day, minute] = [iso.slice(0, 10), iso.slice(11, 16)];
  const words = today.toISOString().startsWith(day) ? minute : `${day} ${minute}`;
  const time = timeElement(since, words);
  const checks = escapeHtml(`${count} ${count === 1 ? "check" : "checks"}`);
  return markup`<p class="since">failing since ${time}, ${checks}</p>\n`;
}

function certificateLine({ certificate }: Outcome, date: Date): Html {
  if (certificate === undefined) return markup``;
  const { subject, issuer } = certificate;
  const names = [subject, issuer && `issued by ${issuer}`].filter((name) => name !== "");
  const details = names.length === 0 ? "" : ` (${names.join(", ")})`;
  const words = expiryInWords(certificate, date) + details;
  return markup`<p class="certificate">${escapeHtml(words)}</p>\n`;
}
