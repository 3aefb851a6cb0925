import { assertEquals, assertStringIncludes } from "@std/assert";
import * as json from "../../src/watch/history/render/json.ts";
import type { OutageRecord } from "../../src/watch/history/records.ts";
import { summarize } from "../../src/watch/history/summary/summarize.ts";
import * as text from "../../src/watch/history/render/text.ts";

const PAGE = Deno.readTextFileSync(new URL("../../docs/watch.md", import.meta.url));

function ms(time: string): number {
  return Date.parse(`2026-11-${time}Z`);
}

function outage(begin: string, end: string): OutageRecord {
  const why = { firstFailure: "refused", firstReason: "connection refused" } as const;
  const last = { lastFailure: "refused", lastReason: "connection refused" } as const;
  return { endpoint: "app", begin: ms(begin), end: ms(end), ...why, ...last };
}

const SPAN = { begin: new Date(ms("14T06:00:00")), end: new Date(ms("21T06:00:00")) };
const SUMMARIES = summarize({
  watched: [
    ["14T06:00:00", "16T22:04:10"] as const,
    ["16T23:03:10", "21T06:00:00"] as const,
  ].map(([begin, end]) => ({
    begin: ms(begin),
    end: ms(end),
    endpoints: ["app", "cache"],
    optional: ["cache"],
  })),
  outages: [
    outage("19T06:17:00", "19T06:17:40"),
    outage("16T22:03:10", "16T23:03:10"),
  ],
}, { span: SPAN });

Deno.test("docs/watch.md shows what `history` prints when it is compared with the code", () => {
  const shown = text.renderHistory(SUMMARIES, SPAN).trimEnd();
  const advice = "copy what `history` prints into docs/watch.md, below its command";
  assertStringIncludes(PAGE, `history.db\n${shown}\n\`\`\`\n`, advice);
});

Deno.test("docs/watch.md names every key of an endpoint in JSON when it is compared with the code", () => {
  const [endpoint] = JSON.parse(json.renderHistory(SUMMARIES, SPAN)).endpoints;
  const missing = Object.keys(endpoint).filter((key) => !PAGE.includes(`\`${key}\``));
  // `optional` and `removed` are written with their values.
  const advice = "explain each key of an endpoint in docs/watch.md, written as `key`";
  assertEquals(missing, ["name", "optional", "removed"], advice);
});
