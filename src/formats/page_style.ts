/** @module The style and the icons of every page. */
import type { Severity } from "../check/severity.ts";
import { escapeHtml, type Html, markup } from "./markup.ts";

/** The style sheet, for light and dark, from a phone to a wall display. */
export const STYLE: Html = markup`
:root { color-scheme: light dark; --text: #1b1f24; --muted: #57606a; --back: #f6f8fa; --card: #fff;
  --line: #d0d7de; --fail: #b3261e; --warn: #8a5a00; --ok: #1a6b32;
  --up: #4c9f68; --partly: #9a5b00; --down: #6b0a0a; --none: #818b98; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e6edf3; --muted: #9da7b3; --back: #0d1117; --card: #161b22; --line: #30363d;
    --fail: #ff8a80; --warn: #f2b84b; --ok: #6fd08c;
    --up: #2f8049; --partly: #e0a030; --down: #ffd0ca; --none: #6e7681; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--back); color: var(--text);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
main { max-width: 90rem; margin: 0 auto; padding: 1rem; }
header { border: 1px solid var(--line); border-top: .5rem solid var(--state);
  border-radius: .5rem; background: var(--card); padding: .75rem 1rem; }
h1, h2, h3 { margin: 0; font-weight: 400; }
h1 { color: var(--state); font-size: 1.75rem; line-height: 1.2; }
h2, h3 { font-size: 1.05rem; line-height: 1.4; }
header.fail h1, li.fail > :is(h2, h3, .detail), section.fail h2 { font-weight: 700; }
p, nav { margin: .25rem 0 0; }
ul { list-style: none; margin: 1rem 0; padding: 0; display: grid; gap: .75rem;
  grid-template-columns: repeat(auto-fill, minmax(min(100%, 20rem), 1fr)); }
li { border: 1px solid var(--line); border-left: .35rem solid var(--state); border-radius: .5rem;
  background: var(--card); padding: .5rem .75rem; }
li p { margin: 0; }
.rows { gap: .25rem .75rem; }
.rows li { display: grid; grid-template-columns: 1fr auto; gap: 0 .75rem; padding: .1rem .75rem .25rem;
  font-size: .875rem; line-height: 1.35; align-content: start; }
.rows :is(h2, h3, p) { margin: 0; font-size: inherit; line-height: inherit; }
.rows .url { order: 1; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.rows .detail { text-align: right; }
.rows .time { order: 1; text-align: right; }
.rows .certificate, .rows svg { order: 2; grid-column: 1 / -1; }
.rows svg { height: .2rem; margin-top: .2rem; }
.group { margin-top: 1.5rem; font-size: 1.3rem; }
a { color: inherit; }
a:focus-visible { outline: 3px solid currentColor; outline-offset: 2px; }
nav a { margin-right: .75rem; }
svg { display: block; width: 100%; }
.share { height: .35rem; margin-top: .35rem; border-radius: .2rem; }
.fail { --state: var(--fail); }
.warn { --state: var(--warn); }
.ok { --state: var(--ok); }
.state { color: var(--state); }
.url, .time, .certificate, .since, .place { color: var(--muted); font-size: .9rem; }
.place { margin: 0; }
.rows :is(.url, .time, .certificate) { font-size: inherit; }
.track { fill: var(--line); }
.bar { fill: var(--state); }
.sections { display: grid; gap: .75rem; margin: 1rem 0; align-items: start;
  grid-template-columns: repeat(auto-fill, minmax(min(100%, 38rem), 1fr)); }
section { min-width: 0; border: 1px solid var(--line); border-radius: .5rem; background: var(--card);
  padding: .5rem 1rem; }
.strip { height: 2rem; margin-top: .25rem; }
.up { fill: var(--up); }
.partly { fill: var(--partly); }
.down { fill: var(--down); }
.none { fill: var(--none); }
.legend { display: flex; flex-wrap: wrap; gap: 0 1rem; }
.legend svg { display: inline-block; width: .75rem; height: 1.25rem; margin-right: .35rem;
  vertical-align: text-bottom; }
.dates { display: flex; justify-content: space-between; margin: 0; color: var(--muted);
  font-size: .8rem; }
.line { height: 2rem; }
.line path { fill: none; stroke: var(--text); stroke-width: 2; vector-effect: non-scaling-stroke; }
.line .worst { stroke: var(--muted); stroke-width: 1; }
.title { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1.5rem; }
dl { display: flex; flex-wrap: wrap; gap: 0 .7rem; margin: 0; font-size: .9rem; }
dl div { display: flex; gap: .3rem; }
dt { color: var(--muted); }
dd { margin: 0; }
[aria-current] { border-bottom: .2rem solid var(--state); text-decoration: none; }
ol { margin: .5rem 0 0; padding: 0; border: 0; list-style: none; font-size: .9rem; }
ol li { border: 0; padding: .1rem 0; background: none; }
`;

/** The source expression that allows {@linkcode STYLE} in a Content-Security-Policy. */
export const STYLE_HASH: string = await hashOf(STYLE);

/** The icon of each severity for the browser's tab, as a `data:` URL. */
export const ICONS: Readonly<Record<Severity, Html>> = {
  fail: icon("%23b3261e", "M5 5l6 6M11 5l-6 6"),
  warn: icon("%238a5a00", "M8 4v5M8 11v1"),
  ok: icon("%231a6b32", "M4 8l3 3 5-6"),
};

function icon(color: string, path: string): Html {
  const [fill, line] = [escapeHtml(color), escapeHtml(path)];
  return markup`data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E\
%3Ccircle cx='8' cy='8' r='8' fill='${fill}'/%3E\
%3Cpath d='${line}' stroke='white' stroke-width='2' fill='none'/%3E%3C/svg%3E`;
}

async function hashOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return `sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}`;
}
