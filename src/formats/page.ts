/** @module The frame of every page. */
import type { Severity } from "../check/severity.ts";
import type { Seconds } from "../process/duration.ts";
import { ICONS, STYLE, STYLE_HASH } from "./page_style.ts";

/** Fields of a response whose page loads nothing, runs nothing, and cannot be framed. */
export const HEADERS: Readonly<Record<string, string>> = {
  "Content-Security-Policy":
    `default-src 'none'; style-src '${STYLE_HASH}'; img-src data:; base-uri 'none'; ` +
    "form-action 'none'; frame-ancestors 'none'",
  "Referrer-Policy": "no-referrer",
};

/** Escapes a text for an element or a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Renders a time, with the whole of it for programs. */
export function timeElement(date: Date, words: string): string {
  return `<time datetime="${date.toISOString()}">${words}</time>`;
}

/** Renders the lines of links to further pages; none without a path. */
export function navigation(paths: readonly string[] = []): string[] {
  if (paths.length === 0) return [];
  return [`<nav>${paths.map((path) => `<a href="${path}">${path}</a>`).join(" ")}</nav>`];
}

/** Options of {@linkcode page}. */
export interface PageOptions {
  /** The heading and the title, in HTML. */
  title: string;
  /** Where the process runs: a line above the heading, and a part of the title. */
  place: string | undefined;
  /** The severity that gives the page its color and its icon. */
  state: Severity;
  /** How often the page reloads; `null` if it does not. */
  refresh: Seconds | null;
  /** The lines of HTML after the heading; they include `</header>`. */
  body: readonly string[];
}

/** Renders a self-contained page. */
export function page({ title, place, state, refresh, body }: PageOptions): string {
  const where = escapeHtml(place ?? "");
  return [
    "<!doctype html>",
    '<html lang="en">',
    "<head>",
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    ...(refresh === null ? [] : [`<meta http-equiv="refresh" content="${refresh}">`]),
    `<title>${title}${where === "" ? "" : ` - ${where}`} - healthcheck</title>`,
    `<link rel="icon" href="${ICONS[state]}">`,
    `<style>${STYLE}</style>`,
    "</head>",
    "<body>",
    "<main>",
    `<header class="${state}">`,
    ...(where === "" ? [] : [`<p class="place">${where}</p>`]),
    `<h1>${title}</h1>`,
    ...body,
    "</main>",
    "</body>",
    "</html>",
    "",
  ].join("\n");
}
