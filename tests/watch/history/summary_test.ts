import { assertEquals } from "@std/assert";
import type { Outage } from "../../../src/watch/outages.ts";
import { summarize } from "../../../src/watch/history/summary.ts";

const at = (seconds: number): Date => new Date(seconds * 1000);

function outage(begin: number, end: number | null, lastReason = "x"): Outage {
  const ended = end === null ? null : at(end);
  return { endpoint: "a", begin: at(begin), end: ended, firstReason: "f", lastReason };
}

const SPAN = { begin: at(0), end: at(100) };

Deno.test("summarize() counts downtime only while watched when an outage lasts longer", () => {
  const [summary] = summarize({
    watched: [
      { begin: at(-50), end: at(20), endpoints: ["a"] },
      { begin: at(60), end: at(100), endpoints: ["a", "b"] },
    ],
    // The second lasts from 10 to 70, but 20 to 60 was not watched. The third is ongoing.
    outages: [outage(-20, -10), outage(10, 70, "y"), outage(90, null, "y")],
  }, { span: SPAN, slots: 4 });
  assertEquals(summary, {
    ...SPAN,
    endpoint: "a",
    watched: 60,
    down: 30,
    up: 0.5,
    longest: 60,
    meanRepair: 60,
    outages: [outage(90, null, "y"), outage(10, 70, "y")],
    reasons: [{ reason: "y", count: 2 }],
    slots: [
      { begin: at(0), end: at(25), watched: 20, down: 10 },
      { begin: at(25), end: at(50), watched: 0, down: 0 },
      { begin: at(50), end: at(75), watched: 15, down: 10 },
      { begin: at(75), end: at(100), watched: 25, down: 10 },
    ],
  });
});

Deno.test("summarize() returns null for `up` when the endpoint was not watched", () => {
  const [summary] = summarize({
    watched: [{ begin: at(-50), end: at(-20), endpoints: ["a"] }],
    outages: [],
  }, { span: SPAN, slots: 1 });
  assertEquals([summary?.up, summary?.watched, summary?.meanRepair], [null, 0, null]);
});
