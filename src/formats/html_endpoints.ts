/** @module The endpoints of a report as a page shows them. */
import { expiryInWords } from "../check/certificate.ts";
import { groupNames, isInGroups } from "../check/groups.ts";
import { type Outcome, outcomeInWords, type Result } from "../check/report.ts";
import { SEVERITIES, type Severity, severityOf, worstFirst } from "../check/severity.ts";
import type { FailedChecks } from "../metrics/registry.ts";
import { formatResponseTime } from "../process/duration.ts";
import { formatAge } from "./age.ts";
import { escapeHtml, timeElement } from "./page.ts";

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
  level: "h2" | "h3";
}

const WORDS: Readonly<Record<Severity, string>> = { fail: "Failed", warn: "Warning", ok: "OK" };

/**
 * Lists the endpoints, the worst first: a card for each that fails or warns, a row for each that is ok.
 * Where there are groups, each group that the request selects has lists of its own.
 */
export function endpointLists(
  results: readonly Result[],
  { groups, ...options }: EndpointListsOptions,
): string[] {
  const all = results.map(({ endpoint }) => endpoint);
  const names = [...groupNames(all)];
  if (names.length === 0) return lists(results, { ...options, level: "h2" });
  const shown = groups.length === 0 ? names : names.filter((name) => groups.includes(name));
  const sections = shown.map((name) => ({
    heading: `Group ${escapeHtml(name)}`,
    own: results.filter(({ endpoint }) => isInGroups(endpoint, [name])),
  }));
  const others = results.filter(({ endpoint }) => endpoint.groups.length === 0);
  if (others.length > 0) sections.push({ heading: "Without a group", own: others });
  const rank = ({ own }: { own: readonly Result[] }): number =>
    Math.min(...own.map((result) => SEVERITIES.indexOf(severityOf(result))));
  return sections.toSorted((a, b) => rank(a) - rank(b)).flatMap(({ heading, own }) => [
    `<h2 class="group">${heading}</h2>`,
    ...lists(own, { ...options, level: "h3" }),
  ]);
}

function lists(results: readonly Result[], options: ListOptions): string[] {
  const cards = worstFirst(results.filter((result) => severityOf(result) !== "ok"));
  const rows = results.filter((result) => severityOf(result) === "ok");
  return ([["cards", cards], ["rows", rows]] as const)
    .filter(([, items]) => items.length > 0)
    .map(([name, items]) =>
      `<ul class="${name}">${items.map((result) => item(result, options)).join("")}</ul>`
    );
}

function item(result: Result, { level, date, failing }: ListOptions): string {
  const { endpoint, outcome, duration, age } = result;
  const state = severityOf(result);
  const share = Math.min(100, 100 * duration / endpoint.timeout).toFixed(1);
  const limit = `limit ${formatResponseTime(endpoint.timeout)}`;
  return [
    `\n<li class="${state}">`,
    `<${level}><span class="state">${WORDS[state]}</span> ${escapeHtml(endpoint.name)}</${level}>`,
    `<p class="url">${escapeHtml(endpoint.shownUrl)}${endpoint.optional ? " (optional)" : ""}</p>`,
    `<p class="detail">${escapeHtml(outcomeInWords(outcome))}</p>`,
    ...(outcome.ok ? [] : failingLines(failing(endpoint.name), date)),
    `<p class="time">${formatResponseTime(duration)}, ${limit}${formatAge(age)}</p>`,
    ...certificateLines(outcome, date),
    '<svg class="share" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">',
    `<rect class="track" width="100" height="1"/><rect class="bar" width="${share}" height="1"/>`,
    "</svg>",
    "</li>\n",
  ].join("\n");
}

/** Says since when an endpoint fails: the time alone if that was today. */
function failingLines(failed: FailedChecks | undefined, today: Date): string[] {
  if (failed === undefined) return [];
  const { since, count } = failed;
  const [day, minute] = [since.toISOString().slice(0, 10), since.toISOString().slice(11, 16)];
  const words = today.toISOString().startsWith(day) ? minute : `${day} ${minute}`;
  const checks = `${count} ${count === 1 ? "check" : "checks"}`;
  return [`<p class="since">failing since ${timeElement(since, words)}, ${checks}</p>`];
}

/** Escaped: whoever serves the endpoint chose the names. */
function certificateLines({ certificate }: Outcome, date: Date): string[] {
  if (certificate === undefined) return [];
  const { subject, issuer } = certificate;
  const names = [subject, issuer && `issued by ${issuer}`].filter((name) => name !== "");
  const details = names.length === 0 ? "" : ` (${names.join(", ")})`;
  return [`<p class="certificate">${escapeHtml(expiryInWords(certificate, date) + details)}</p>`];
}
