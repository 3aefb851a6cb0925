/** @module The frame of every page. */
import type { Severity } from "../check/severity.ts";
import type { Seconds } from "../process/time/duration.ts";
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

/** Renders the lines of links to further pages; none without a path. */
export function navigation(paths: readonly string[] = []): Html[] {
  if (paths.length === 0) return [];
  const links = paths.map(escapeHtml).map((path) => markup`<a href="${path}">${path}</a>`);
  return [markup`<nav>${joinHtml(links, " ")}</nav>`];
}

/** Options of {@linkcode page}. */
export interface PageOptions {
  /** The heading and the title. */
  title: string;
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
export function page({ title, place = "", state, refresh, body }: PageOptions): Html {
  const [heading, where] = [escapeHtml(title), escapeHtml(place)];
  const reload = refresh === null
    ? markup``
    : markup`<meta http-equiv="refresh" content="${refresh}">\n`;
  const [suffix, above] = place === ""
    ? [markup``, markup``]
    : [markup` - ${where}`, markup`<p class="place">${where}</p>\n`];
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
${above}<h1>${heading}</h1>
${joinHtml(body, "\n")}
</main>
</body>
</html>
`;
}
