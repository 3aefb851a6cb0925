/** @module The frame of every page. */
import type { Severity } from "../check/report.ts";
import type { Seconds } from "../process/time/duration.ts";
import { VERSION } from "../process/version.ts";
import { escapeHtml, type Html, joinHtml, markup } from "./markup.ts";
import { ICONS, STYLE, STYLE_HASH } from "./page_style.ts";

/** Fields of a response whose page loads nothing, runs nothing, and cannot be framed. */
export const HEADERS: Readonly<Record<string, string>> = {
  "Content-Security-Policy":
    `default-src 'none'; style-src '${STYLE_HASH}'; img-src data:; base-uri 'none'; ` +
    "form-action 'none'; frame-ancestors 'none'",
  "Referrer-Policy": "no-referrer",
};

/** Renders a time, with the whole of it for programs. */
export function timeElement(date: Date, words: string): Html {
  return markup`<time datetime="${escapeHtml(date.toISOString())}">${escapeHtml(words)}</time>`;
}

/** Renders a time to the second, with its day. */
export function fullTime(date: Date): Html {
  const iso = date.toISOString();
  return timeElement(date, `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`);
}

/** What the links to other pages say. */
const NAMES: Readonly<Record<string, string>> = {
  "/all": "All endpoints",
  "/health": "Last round",
  "/history": "History",
  "/metrics": "Metrics",
  "/self": "This sidecar",
};

/** Renders a link, which leads to another page or to the same in another way. */
export function link(path: string, words: string): Html {
  return markup`<a href="${escapeHtml(path)}">${escapeHtml(words)}</a>`;
}

/** Returns the query that has this parameter too, in place of one of its name. */
export function queryWith(query: string, name: string, value: string): string {
  const searchParams = new URLSearchParams(query);
  searchParams.set(name, value);
  return `?${searchParams}`;
}

/** Options of {@linkcode page}. */
export interface PageOptions {
  /** The heading and the title. */
  title: string;
  /**
   * What stands beside the heading.
   * @default {""}
   */
  facts?: string;
  /**
   * When and how the page was made: on the line above the heading.
   * @default {[]}
   */
  made?: readonly Html[];
  /**
   * The paths of further pages.
   * @default {[]}
   */
  links?: readonly string[];
  /** The query of the page; `undefined` if it is no page of a report. */
  query?: string;
  /** Where the process runs: a line above the heading, and a part of the title. */
  place: string | undefined;
  /** The severity that gives the page its color and its icon. */
  state: Severity;
  /** How often the page reloads; `null` if it does not. */
  refresh: Seconds | null;
  /** The lines after the heading; they include `</header>`. */
  body: readonly Html[];
}

/** Renders a self-contained page. */
export function page(
  { title, facts = "", made = [], place = "", links = [], query, state, refresh, body }:
    PageOptions,
): Html {
  const [heading, where] = [escapeHtml(title), escapeHtml(place)];
  const reload = refresh === null
    ? markup``
    : markup`<meta http-equiv="refresh" content="${refresh}">\n`;
  const suffix = place === "" ? markup`` : markup` - ${where}`;
  const beside = facts === "" ? markup`` : markup` <small>${escapeHtml(facts)}</small>`;
  const others = [
    ...links.map((path) => link(path, NAMES[path] ?? path)),
    ...(query === undefined ? [] : [link(queryWith(query, "format", "json"), "JSON")]),
  ];
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${reload}<title>${heading}${suffix} - healthcheck</title>
<link rel="icon" href="${ICONS[state]}">
<style>${STYLE}</style>
</head>
<body>
<main>
<header class="${escapeHtml(state)}">
<p class="ends"><span>${where}</span><span>${joinHtml(made)}</span></p>
<h1>${heading}${beside}</h1>
${joinHtml(body, "\n")}
<footer class="ends"><nav>${joinHtml(others, " ")}</nav><span>healthcheck ${
    escapeHtml(VERSION)
  }</span></footer>
</main>
</body>
</html>
`;
}
