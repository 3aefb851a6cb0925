import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import type { Recent } from "../../../../src/watch/history/file/lately.ts";
import { headers, renderHistory } from "../../../../src/watch/history/render/html.ts";
import type { CountedOutage, Summary } from "../../../../src/watch/history/summary/summary.ts";
import type { HistoryStore } from "../../../../src/watch/history/worker/store.ts";
import { at, recorded, withHistory } from "../../../support/watch/history.ts";

const [HOUR, DAY] = [3600, 86_400];
/** 16:29:00 on 21 November 2026, in seconds since the epoch. */
const NOW = Date.parse("2026-11-21T16:29:00Z") / 1000;
const NEVER = new Date(-8.64e15);

interface WriteOptions {
  /** How long ago watching began, in seconds. */
  watched: number;
  /** The endpoints, and how long ago each of their outages began and ended. */
  outages: Readonly<Record<string, readonly (readonly [begin: number, end: number | null])[]>>;
  optional?: readonly string[];
  /** Why each outage lasts. */
  reason?: string;
}

async function write(file: HistoryStore, options: WriteOptions): Promise<void> {
  const { watched, outages, optional = [], reason = "x" } = options;
  await file.open();
  await file.write({
    outages: Object.entries(outages).flatMap(([name, times]) =>
      times.map(([begin, end]) => ({
        ...recorded(name, NOW - begin, end === null ? null : NOW - end),
        lastReason: reason,
      }))
    ),
    watched: [{ begin: new Date((NOW - watched) * 1000), end: new Date(NOW * 1000) }],
    responses: Object.keys(outages).flatMap((endpoint, index) =>
      Array.from({ length: 96 }, (_, quarter) => ({
        endpoint,
        begin: new Date((NOW - DAY + (quarter + 0.5) * HOUR / 4) * 1000),
        p50: 0.01 + quarter % 7 / 93,
        worst: 0.5 + quarter % 13 / 17 + index,
        worstAt: new Date((NOW - DAY + (quarter + 0.75) * HOUR / 4) * 1000),
      }))
    ),
    endpoints: Object.keys(outages),
    optional,
    pruneBefore: NEVER,
  });
}

function render(file: HistoryStore, since: number, place?: string): Promise<string> {
  const span = { begin: new Date((NOW - since) * 1000), end: new Date(NOW * 1000) };
  return file.render({ type: "text/html", span, place });
}

/** What was written, rendered. */
async function pageOf(options: WriteOptions, since: number, place?: string): Promise<string> {
  let page = "";
  await withHistory(async (file) => {
    await write(file, options);
    page = await render(file, since, place);
  });
  return page;
}

function matches(page: string, pattern: RegExp): string[] {
  return [...page.matchAll(pattern)].map(([, group = ""]) => group);
}

Deno.test("html renderHistory() puts what is down now first, the optional after the required", async () => {
  const page = await pageOf({
    watched: DAY,
    outages: { a: [[900, 600]], b: [[60, null]], c: [[60, null]], d: [] },
    optional: ["b"],
  }, DAY);
  const names = matches(page, /<h2><span class="state">(\w+<\/span> \w)/g);
  assertEquals(names, ["Down</span> c", "Down</span> b", "Up</span> a", "Up</span> d"]);
});

Deno.test("html renderHistory() begins the strip at the full hour in which watching began", async () => {
  const page = await pageOf(
    { watched: 2.5 * HOUR, outages: { a: [[2 * HOUR, 2 * HOUR - 60]] } },
    90 * DAY,
  );
  assertEquals(matches(page, /<title>(\d[^<]*)</g), [
    "11-21 13:00 up",
    "11-21 14:00 down for 1 min",
    "11-21 15:00 up",
    "11-21 16:00 up",
  ]);
  assertEquals(matches(page, /<p class="dates">(.*)<\/p>/g), ["<span>11-21 13:00</span>"]);
});

Deno.test("html renderHistory() writes dates under the strip, without a zone, which it says once", async () => {
  const page = await pageOf(
    { watched: 400 * DAY, outages: { a: [[9 * DAY, 9 * DAY - 60]] } },
    30 * DAY,
  );
  assertEquals(matches(page, /<p class="dates">(.*)<\/p>/g), [
    "<span>2026-10-22</span><span>2026-11-06</span><span>2026-11-21</span>",
  ]);
  assertEquals(page.match(/UTC/g)?.length, 1);
  assertStringIncludes(page, "2026-10-22 16:29:00 to 2026-11-21 16:29:00. All times are UTC.");
});

Deno.test("html renderHistory() draws each state in a color and a height of its own", async () => {
  const page = await pageOf({
    watched: 4 * HOUR,
    outages: { a: [[HOUR, HOUR / 2], [3 * HOUR, 3 * HOUR - 60]], b: [] },
  }, 30 * DAY);
  const shapes = new Set(
    matches(page, /<rect (class="\w+" x="0" y="\d+" width="12" height="\d+")/g),
  );
  assertEquals([...shapes], [
    'class="up" x="0" y="18" width="12" height="12"',
    'class="partly" x="0" y="9" width="12" height="21"',
    'class="down" x="0" y="0" width="12" height="30"',
    'class="none" x="0" y="27" width="12" height="3"',
  ]);
  assertEquals(matches(page, /<rect class="(\w+)" x="\d+" y="\d+" width="3"/g), [
    ...["up", "partly", "up", "down", "up"],
    ...["up", "up", "up", "up", "up"],
  ]);
  assertStringIncludes(page, 'aria-label="a: 5 periods, 2 with downtime, 0 not watched"');
});

Deno.test("html renderHistory() explains the thick and the thin line beside the slots", async () => {
  const page = await pageOf({ watched: 4 * HOUR, outages: { a: [] } }, 30 * DAY);
  const legend = /<p class="legend">(.*)<\/p>/.exec(page)?.[1] ?? "";
  const lines = legend.matchAll(/<path class="(\w+)" d="M0 15H12"\/><\/svg>(.*?)<\/span>/g);
  assertEquals([...lines].map(([, line, words]) => [line, words]), [
    ["p50", "p50 of the response time, last 24 h"],
    ["worst", "its worst, on a logarithmic scale"],
  ]);
});

Deno.test("html renderHistory() draws what was down for a while by its share", async () => {
  const page = await pageOf({
    watched: 4 * HOUR,
    outages: { a: [[HOUR, HOUR - 300], [2 * HOUR, 2 * HOUR - 150], [3 * HOUR, 3 * HOUR - 1]] },
  }, 30 * DAY);
  const heights = matches(page, /<rect class="partly" x="\d+" y="\d+" width="3" height="(\d+)"/g);
  assertEquals(heights, ["15", "20", "25"]);
});

Deno.test("html renderHistory() shows five outages, and the others on demand", async () => {
  const listed = async (count: number): Promise<string> => {
    const times = Array.from({ length: count }, (_, i) => [9000 - i * 60, 8990 - i * 60] as const);
    return await pageOf({ watched: DAY, outages: { a: times } }, DAY);
  };
  assert(!(await listed(5)).includes("<details>"));
  const page = await listed(23);
  const [open = "", more = ""] = page.slice(page.indexOf("<ol>")).split("<details>");
  assertEquals([open, more].map((part) => part.match(/<li>/g)?.length), [5, 15]);
  assertStringIncludes(more, '<summary>15 earlier</summary>\n<ol start="6">');
  assertStringIncludes(more, "and 3 before");
});

for (
  const [since, range] of [
    [DAY, "24 h"],
    [7 * DAY, "7 d"],
    [30 * DAY, "30 d"],
    [90 * DAY, "90 d"],
    [
      365 * DAY,
      "a year",
    ],
  ] as const
) {
  Deno.test(`html renderHistory() marks the range when it is ${range}`, async () => {
    const page = await pageOf({ watched: DAY, outages: { a: [] } }, since);
    assertEquals(matches(page, /<a href="\?since=\w+" aria-current="true">([^<]*)/g), [range]);
    assertEquals(matches(page, /<a href="\?since=(\w+)"/g), ["24h", "7d", "30d", "90d", "365d"]);
    assert(
      !(await pageOf({ watched: DAY, outages: { a: [] } }, since + 1)).includes("aria-current="),
    );
  });
}

Deno.test("html renderHistory() shows the availability of 24 h, 7 d and 30 d whatever the range is", async () => {
  const outages = { a: [[2 * DAY, 1.5 * DAY], [20 * DAY, 18 * DAY]] } as const;
  for (const since of [HOUR, 365 * DAY]) {
    const page = await pageOf({ watched: 400 * DAY, outages }, since);
    assertStringIncludes(
      page,
      "<dl><div><dt>24 h</dt><dd>100 %</dd></div><div><dt>7 d</dt><dd>92.8 %</dd></div>" +
        "<div><dt>30 d</dt><dd>91.6 %</dd></div></dl>",
    );
  }
});

Deno.test("html renderHistory() says when the longest check started", async () => {
  const page = await pageOf({ watched: DAY, outages: { a: [] } }, DAY);
  assertStringIncludes(page, "worst 1.21 s at 19:40. The scale");
});

Deno.test("html renderHistory() says where the process runs when that is known", async () => {
  const page = await pageOf({ watched: DAY, outages: { a: [] } }, DAY, "pod <llm>");
  assertStringIncludes(page, "<span>pod &#60;llm&#62;</span>");
  assertStringIncludes(page, "<title>No outage now - pod &#60;llm&#62; - healthcheck</title>");
});

Deno.test("html renderHistory() stays under 150 KB when ten endpoints had an outage every day of a year", async () => {
  const names = Array.from({ length: 10 }, (_, index) => `endpoint-number-${index}`);
  const times = Array.from({ length: 365 }, (_, day) => [day * DAY + 900, day * DAY] as const);
  const outages = Object.fromEntries(names.map((name) => [name, times]));
  for (const [days, reason] of [[90, "connection refused"], [365, "x".repeat(200)]] as const) {
    const page = await pageOf({ watched: 365 * DAY, outages, reason }, days * DAY);
    assertEquals(page.match(/<section/g)?.length, 10);
    assertEquals(page.match(/\dh1/g)?.length, 10 * 2 * 96);
    assert(page.length < 150_000, `${days} days take ${page.length} bytes`);
  }
});

Deno.test("html headers allow only what the page of the history holds", async () => {
  const page = await pageOf({ watched: DAY, outages: { a: [[60, null]] } }, DAY);
  assertMatch(headers["Content-Security-Policy"] ?? "", /^default-src 'none'; style-src 'sha256-/);
  assert(!/\sstyle=|<script|\son\w+=|\ssrc=|url\(|@import|https?:\/\/(?!www\.w3)/.test(page));
});

Deno.test("html renderHistory() does not call an endpoint up that was not watched in the span", async () => {
  await withHistory(async (file) => {
    await write(file, { watched: DAY, outages: { a: [], gone: [] } });
    const page = await file.render({
      type: "text/html",
      span: { begin: new Date((NOW + DAY) * 1000), end: new Date((NOW + 2 * DAY) * 1000) },
    });
    assertStringIncludes(page, '<span class="state">Not watched</span> gone');
    assert(!page.includes('<span class="state">Up</span>'));
    assertStringIncludes(await render(file, DAY), '<span class="state">Up</span> gone');
  });
});

Deno.test("html renderHistory() counts one period in the label of a strip", async () => {
  const page = await pageOf({ watched: 60, outages: { a: [] } }, DAY);
  assertStringIncludes(page, 'aria-label="a: 1 period, 0 with downtime, 0 not watched"');
});

Deno.test("html renderHistory() counts a period with a second of downtime in the label of a strip", async () => {
  const page = await pageOf({ watched: 60, outages: { a: [[30, 29]] } }, DAY);
  assertStringIncludes(page, 'aria-label="a: 1 period, 1 with downtime, 0 not watched"');
});

Deno.test("html renderHistory() shows low bars and no list when it was not watched and had no outage", async () => {
  await withHistory(async (file) => {
    await write(file, { watched: DAY, outages: { a: [] } });
    const [begin, end] = [new Date((NOW - DAY) * 1000), new Date((NOW + 60 * DAY) * 1000)];
    const page = await file.render({ type: "text/html", span: { begin, end } });
    assert(!page.includes("<ol>"));
    const bars = new Set(matches(page, /<rect class="(\w+" x="\d+" y="27" width="3" height="3)"/g));
    assert(bars.size > 50 && [...bars].every((bar) => bar.startsWith("none")));
    assertStringIncludes(page, "a: 62 periods, 0 with downtime, 60 not watched");
  });
});

/** What a history of one endpoint holds, but for these parts. */
function summaryOf(parts: Partial<Summary> = {}): Summary {
  return {
    ...{ endpoint: "a", firstWatched: null, optional: false, removed: false, outages: [] },
    ...{ omitted: 0, resolved: 0, longest: 0, meanRecovery: null, up: 1, reasons: [], slots: [] },
    ...{ watched: 100, down: 0, begin: at(0), end: at(100) },
    ...parts,
  };
}

function counted(begin: number, end: number | null): CountedOutage {
  return { ...recorded("a", begin, end), down: 1, lasted: 1 };
}

const SPAN = { begin: at(0), end: at(100) };

for (
  const [parts, title, state, words, shown] of [
    [{}, "No outage now", "ok", "Up", "Up 100 % of 1 min 40 s watched. No outages."],
    [
      { watched: 0, up: null },
      "No outage now",
      "unknown",
      "Not watched",
      "Not watched. No outages.",
    ],
    [{ watched: 1 }, "No outage now", "ok", "Up", "Up 100 % of 1 s watched. No outages."],
    [
      { removed: true },
      "No outage now",
      "unknown",
      "No longer watched",
      "Up 100 % of 1 min 40 s watched. No outages.",
    ],
    [
      { removed: true, outages: [counted(1, null)], down: 99, longest: 99 },
      "Outage now",
      "fail",
      "Down",
      "1 outage, 1 min 39 s in all, the longest 1 min 39 s, not yet recovered: .",
    ],
    [
      { optional: true, outages: [counted(1, null)] },
      "No outage now",
      "warn",
      "Down",
      "not yet recovered: .",
    ],
    [
      { outages: [counted(1, 2)], omitted: 1, meanRecovery: 7 },
      "No outage now",
      "ok",
      "Up",
      "2 outages, 0 s in all, the longest 0 s, recovered after 7 s on average: .",
    ],
  ] as const
) {
  Deno.test(`html renderHistory() says "${words}" and "${shown}" when the history has ${JSON.stringify(parts)}`, () => {
    const page = renderHistory([summaryOf(parts)], SPAN);
    assertStringIncludes(page, `<title>${title}`);
    assertStringIncludes(page, `<section class="${state}">`);
    assertStringIncludes(page, `<span class="state">${words}</span> a`);
    assertStringIncludes(page, shown);
    assertEquals(page.includes("a (optional)"), "optional" in parts);
    assert(!page.includes("Nothing has been watched yet."));
  });
}

Deno.test("html renderHistory() says that nothing was watched when there is no endpoint", () => {
  assertStringIncludes(renderHistory([], SPAN), "<p>Nothing has been watched yet.</p>");
});

Deno.test("html renderHistory() shows a share when half of its time was watched, and none when less was", () => {
  const shares = [50, 49.999].map((watched) => {
    const slot = { begin: at(0), end: at(100), watched, down: 0 };
    const recent = (): Map<string, Recent[]> => new Map([["a", [{ words: "24 h", slot }]]]);
    const lately = { place: undefined, recent, responses: () => [] };
    const page = renderHistory([summaryOf()], SPAN, lately);
    return /<dl><div><dt>24 h<\/dt><dd>([^<]*)/.exec(page)?.[1];
  });
  assertEquals(shares, ["100 %", "-"]);
});

for (
  const [listed, omitted, items, rest] of [
    [5, 0, [5], undefined],
    [5, 1, [5], "and 1 before"],
    [6, 0, [5, 1], undefined],
    [20, 0, [5, 15], undefined],
    [21, 2, [5, 15], "and 3 before"],
  ] as const
) {
  Deno.test(`html renderHistory() lists ${items} when there are ${listed} outages and ${omitted} before`, () => {
    const outages = Array.from({ length: listed }, (_, index) => counted(index, index + 1));
    const page = renderHistory([summaryOf({ outages, omitted })], SPAN);
    const lists = page.split("<ol").slice(1).map((part) => part.split("<li>").length - 1);
    assertEquals(lists, [...items]);
    assertEquals(/and \d+ before/.exec(page)?.[0], rest);
    assertEquals(/<summary>(\d+) earlier/.exec(page)?.[1], items[1]?.toString());
  });
}
