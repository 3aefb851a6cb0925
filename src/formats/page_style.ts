/** @module The style and the icons of every page. */
import type { Severity } from "../check/report.ts";
import { escapeHtml, type Html, markup } from "./markup.ts";

/**
 * The style sheet, for light and dark, from a phone to a wall display. The second `content` of a shape says
 * that a screen reader skips it; older browsers take the first.
 *
 * Chromium lays out the rows that are OK beyond the first 50 when they come near the screen. That saves 61 % of
 * the processor time until 1,000 endpoints are painted. Until then its accessibility tree has no cells of them,
 * so no failure may be among them. `content-visibility` applies to a grid, and not to a row of a table.
 */
export const STYLE: Html = markup`
:root { color-scheme: light dark; --text: #1b1f24; --muted: #57606a; --back: #f6f8fa; --card: #fff;
  --line: #d0d7de; --fail: #b3261e; --warn: #8a5a00; --ok: #1a6b32;
  --up: #3f8f5a; --partly: #b06a00; --down: #b3261e; --none: #818b98;
  --red: #fdf1f0; --amber: #fdf7e8; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e6edf3; --muted: #9da7b3; --back: #0d1117; --card: #161b22; --line: #30363d;
    --fail: #ff8a80; --warn: #f2b84b; --ok: #6fd08c;
    --up: #2f8049; --partly: #e0a030; --down: #ff5c52; --none: #6e7681;
    --red: #2d1517; --amber: #272115; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--back); color: var(--text);
  font: 14px/18px system-ui, sans-serif; overflow-wrap: anywhere; }
main { max-width: 90rem; margin: 0 auto; padding: 8px 16px; }
h1, h2, p, ul { margin: 0; padding: 0; font-weight: 400; }
h1 { color: var(--state); font-size: 24px; line-height: 32px; font-weight: 700; }
h2 { font-size: 16px; line-height: 22px; }
h1 small { color: var(--text); font-size: 16px; font-weight: 400; margin-left: 6px; }
section.fail h2 { font-weight: 700; }
.ends { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 16px;
  color: var(--muted); font-size: 13px; }
footer { margin-top: 8px; }
header { margin-bottom: 8px; }
a { color: inherit; }
a:focus-visible { outline: 3px solid currentColor; outline-offset: 2px; }
nav a { margin-right: 10px; }
small { color: var(--muted); font-size: inherit; font-weight: 400; }
.groups { display: flex; flex-wrap: wrap; gap: 0 16px; list-style: none; }
i { font-style: normal; color: var(--shape); }
.fail i::before { content: "\u2715"; content: "\u2715" / ""; }
.warn i::before { content: "\u25b2"; content: "\u25b2" / ""; }
.ok i::before { content: "\u25cf"; content: "\u25cf" / ""; }
.fail { --state: var(--fail); --shape: var(--down); }
.warn { --state: var(--warn); --shape: var(--partly); }
.ok { --state: var(--ok); --shape: var(--up); }
.state { color: var(--state); }
table, thead, tbody { display: block; }
table { background: var(--card); border: 1px solid var(--line); }
tr { display: grid; grid-template-columns: 95px 34% minmax(0, 1fr) 220px 90px; grid-auto-columns: 130px;
  grid-auto-flow: column; }
tbody tr { border-left: 4px solid var(--bar, transparent); }
tr.ok:nth-child(n+50) { content-visibility: auto; contain-intrinsic-height: auto 22px; }
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
th, td { padding: 2px 5px; text-align: left; vertical-align: top; font-weight: 400; }
thead { padding-left: 4px; border-bottom: 1px solid var(--line); }
thead th { color: var(--muted); font-size: 13px; }
tbody th { overflow: hidden; text-overflow: ellipsis;
  white-space: nowrap; }
td:first-child { white-space: nowrap; }
:is(.took, td:nth-child(5)) { text-align: right; font-variant-numeric: tabular-nums; }
tr.fail { background: var(--red); --bar: var(--down); }
tr.warn { background: var(--amber); --bar: var(--partly); }
tr:is(.fail, .warn) td:first-child { color: var(--state); }
tr.fail :is(td:first-child, td:nth-child(3)) { font-weight: 700; }
@media (forced-colors: active) { tr.ok { --bar: Canvas; } }
tr:target { outline: 2px solid currentColor; outline-offset: -2px; }
@media (max-width: 699px) {
  main { padding: 8px; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tbody tr { grid-template-columns: auto minmax(0, 1fr) auto; grid-auto-flow: row; padding: 2px 0; }
  tr.ok:nth-child(n+50) { contain-intrinsic-height: auto 44px; }
  td:nth-child(5) { grid-area: 1 / 3; }
  td:nth-child(3) { grid-area: 2 / 1 / 3 / -1; }
  td:nth-child(4) { grid-area: 3 / 1 / 4 / -1; }
  td:nth-child(6) { grid-area: 3 / 1 / 4 / -1; justify-self: end; }
  :is(td:empty, .ok td:nth-child(6)) { display: none; }
}
svg { display: block; width: 100%; }
td svg { width: 120px; height: 14px; margin-top: 2px; }
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
.p50, .worst { fill: none; stroke: var(--text); stroke-width: 2; vector-effect: non-scaling-stroke; }
.worst { stroke: var(--muted); stroke-width: 1; }
.title { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1.5rem; }
dl { display: flex; flex-wrap: wrap; gap: 0 .7rem; margin: 0; font-size: .9rem; }
dl div { display: flex; gap: .3rem; }
dt { color: var(--muted); }
dd { margin: 0; }
[aria-current] { border-bottom: .2rem solid var(--state); text-decoration: none; }
ol { margin: .5rem 0 0; padding: 0; border: 0; list-style: none; font-size: .9rem; }
table ~ h2 { margin-top: 12px; }
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
