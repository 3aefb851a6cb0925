import type { Severity } from "../check/severity.ts";
import { ICONS, STYLE, STYLE_HASH } from "./page_style.ts";

/** Nothing is loaded, nothing runs, and nobody frames it. */
export const HEADERS: Readonly<Record<string, string>> = {
  "Content-Security-Policy":
    `default-src 'none'; style-src '${STYLE_HASH}'; img-src data:; base-uri 'none'; ` +
    "form-action 'none'; frame-ancestors 'none'",
  "Referrer-Policy": "no-referrer",
};

/** The text as it must stand in an element or an attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A page. */
export interface Page {
  title: string;
  state: Severity;
  refresh: number | null;
  /** What follows the heading, the end of the header included. */
  body: readonly string[];
}

/** A page that is whole in itself. */
export function page({ title, state, refresh, body }: Page): string {
  return [
    "<!doctype html>",
    '<html lang="en">',
    "<head>",
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    ...(refresh === null ? [] : [`<meta http-equiv="refresh" content="${refresh}">`]),
    `<title>${title} - healthcheck</title>`,
    `<link rel="icon" href="${ICONS[state]}">`,
    `<style>${STYLE}</style>`,
    "</head>",
    "<body>",
    "<main>",
    `<header class="${state}">`,
    `<h1>${title}</h1>`,
    ...body,
    "</main>",
    "</body>",
    "</html>",
    "",
  ].join("\n");
}
