import { assert, assertEquals } from "@std/assert";
import type { Failure } from "../../../../src/check/failure.ts";
import type { Interval } from "../../../../src/watch/history/interval.ts";
import type { OutageRecord, WatchedRecord } from "../../../../src/watch/history/records.ts";
import { summarize } from "../../../../src/watch/history/summary/summarize.ts";
import type { CountedOutage } from "../../../../src/watch/history/summary/summary.ts";
import { at, inParts } from "../../../support/watch/history.ts";
import { random } from "../../../support/random.ts";

/** An outage of `a` between two seconds; it is ongoing without the second. */
function down(
  begin: number,
  end: number | null,
  lastReason = "x",
  lastFailure: Failure = "status",
): OutageRecord {
  return {
    endpoint: "a",
    begin: begin * 1000,
    end: end === null ? null : end * 1000,
    firstFailure: "refused",
    firstReason: "f",
    lastFailure,
    lastReason,
  };
}

const ONGOING = down(0, null);

function watched(begin: number, end: number, ...endpoints: readonly string[]): WatchedRecord {
  return { begin: begin * 1000, end: end * 1000, endpoints, optional: [] };
}

/** The same outage as a summary lists it, with the seconds that count and those that it lasted. */
function listed(
  { begin, end, ...rest }: OutageRecord,
  down: number,
  lasted: number = down,
): CountedOutage {
  return {
    ...rest,
    begin: new Date(begin),
    end: end === null ? null : new Date(end),
    down,
    lasted,
  };
}

const SPAN = { begin: at(0), end: at(100) };

Deno.test("summarize() counts downtime only while watched when an outage lasts longer", () => {
  const [summary] = summarize({
    watched: [
      watched(-50, 20, "a"),
      watched(60, 100, "a", "b"),
    ],
    // The first is ongoing. The second lasts from 10 to 70, but 20 to 60 was not watched.
    outages: [down(90, null, "y"), down(10, 70, "y"), down(-20, -10)],
  }, { span: SPAN, divide: inParts(4) });
  assertEquals(summary, {
    ...SPAN,
    endpoint: "a",
    firstWatched: at(0),
    optional: false,
    removed: false,
    watched: 60,
    down: 30,
    up: 0.5,
    // Of the second, 10 to 20 and 60 to 70 count.
    resolved: 1,
    longest: 20,
    meanRecovery: 20,
    outages: [listed(down(90, null, "y"), 10), listed(down(10, 70, "y"), 20, 60)],
    omitted: 0,
    reasons: [{ failure: "refused", reason: "f", count: 2 }],
    slots: [
      { begin: at(0), end: at(25), watched: 20, down: 10 },
      { begin: at(25), end: at(50), watched: 0, down: 0 },
      { begin: at(50), end: at(75), watched: 15, down: 10 },
      { begin: at(75), end: at(100), watched: 25, down: 10 },
    ],
  });
});

Deno.test("summarize() says how long an ongoing outage lasted until its endpoint was last watched", () => {
  const [summary] = summarize({
    watched: [watched(0, 30, "a"), watched(60, 90, "a")],
    outages: [down(10, null)],
  }, { span: SPAN });
  assertEquals(summary?.outages, [listed(down(10, null), 50, 80)]);
});

Deno.test("summarize() counts outages by the code of their first failure, with the newest reason, when their reasons differ", () => {
  const [summary] = summarize({
    watched: [],
    outages: [
      { ...down(90, null), firstFailure: "refused", firstReason: "connection refused" },
      { ...down(50, 60), firstFailure: "stalled", firstReason: "no progress for 131 s" },
      { ...down(10, 20), firstFailure: "stalled", firstReason: "no progress for 4711 s" },
    ],
  }, { span: SPAN });
  assertEquals(summary?.reasons, [
    { failure: "stalled", reason: "no progress for 131 s", count: 2 },
    { failure: "refused", reason: "connection refused", count: 1 },
  ]);
});

Deno.test("summarize() returns null for `up` when the endpoint was not watched", () => {
  const [summary] = summarize({
    watched: [watched(-50, -20, "a")],
    outages: [],
  }, { span: SPAN });
  assertEquals([summary?.up, summary?.watched, summary?.meanRecovery], [null, 0, null]);
});

Deno.test("summarize() begins with the first time of watching, and counts no outage where there is none", () => {
  const summaries = [[watched(20, 30, "a")], [watched(20, 30, "a"), watched(40, 50, "a")]].map(
    (watched) => summarize({ watched, outages: [] }, { span: SPAN })[0],
  );
  for (const summary of summaries) {
    assertEquals([summary?.firstWatched, summary?.longest, summary?.omitted], [at(20), 0, 0]);
  }
});

Deno.test("summarize() calls an endpoint optional when it was so at the last time of watching", () => {
  const a = { ...watched(0, 40, "a"), optional: ["a"] };
  const required = watched(40, 50, "a");
  const other = { ...watched(50, 60, "a", "b"), optional: ["a"] };
  const optionalOf = (...watched: WatchedRecord[]): (boolean | undefined)[] => {
    const summaries = summarize({ watched, outages: [{ ...ONGOING, endpoint: "c" }] }, {
      span: SPAN,
    });
    return ["a", "b", "c"].map((name) =>
      summaries.find(({ endpoint }) => endpoint === name)?.optional
    );
  };
  assertEquals(optionalOf(a), [true, undefined, false]);
  assertEquals(optionalOf(a, required), [false, undefined, false]);
  assertEquals(optionalOf(required, a), [false, undefined, false]);
  assertEquals(optionalOf(a, watched(0, 40, "a")), [false, undefined, false]);
  assertEquals(optionalOf(other, required), [true, false, false]);
});

Deno.test("summarize() counts a time once when spans or outages overlap", () => {
  const [summary] = summarize({
    watched: [
      watched(0, 60, "a"),
      watched(40, 80, "a"),
    ],
    outages: [down(45, 55), down(10, 50), down(20, 30)],
  }, { span: SPAN });
  assertEquals([summary?.watched, summary?.down], [80, 45]);
});

Deno.test("summarize() counts the parts of an outage as one, wherever they are listed", () => {
  const part = (begin: number, end: number | null): OutageRecord => ({
    ...down(begin, end),
    firstBegin: 80_000,
  });
  for (const last of [45, null]) {
    const [summary] = summarize({
      watched: [watched(0, 100, "a")],
      outages: [
        part(80, 90),
        ...(last === null ? [part(40, null)] : []),
        down(60, 70),
        ...(last === null ? [] : [part(40, 45)]),
        down(0, 10),
      ],
    }, { span: SPAN, now: at(50), listed: 2 });
    const length = last === null ? 20 : 15;
    assertEquals([summary?.down, summary?.longest, summary?.omitted], [
      // 60 to 70 comes after the present, and overlaps nothing.
      last === null ? 30 : 35,
      length,
      1,
    ]);
    assertEquals(summary?.resolved, last === null ? 2 : 3);
    assertEquals(summary?.outages[0]?.begin, at(80));
    assertEquals(summary?.outages[0]?.lasted, length);
    assertEquals(summary?.outages[0]?.end, last === null ? null : at(95));
  }
});

Deno.test("summarize() lists an ongoing outage when it began after the span, by a clock set back", () => {
  const [summary] = summarize({
    watched: [watched(0, 100, "a")],
    outages: [down(3600, null)],
  }, { span: SPAN });
  assertEquals([summary?.outages, summary?.down], [[listed(down(3600, null), 0)], 0]);
});

Deno.test("summarize() lists the newest outages and counts the rest when there are more than `listed`", () => {
  const [summary] = summarize({
    watched: [watched(0, 100, "a")],
    outages: Array.from({ length: 50 }, (_, index) => down(98 - 2 * index, 99 - 2 * index)),
  }, { span: SPAN, listed: 3 });
  assertEquals(summary?.outages, [98, 96, 94].map((from) => listed(down(from, from + 1), 1)));
  assertEquals([summary?.omitted, summary?.down], [47, 50]);
});

Deno.test("summarize() bounds the parts and outages of all endpoints when there are many", () => {
  const names = Array.from({ length: 1000 }, (_, index) => `e${index}`);
  const summaries = summarize({
    watched: [watched(0, 100, ...names)],
    outages: names.flatMap((endpoint) =>
      Array.from({ length: 20 }, (_, index) => ({ ...down(20 - index, 21 - index), endpoint }))
    ),
  }, { span: SPAN, divide: inParts(366), listed: 100 });
  const count = (key: "slots" | "outages"): number =>
    summaries.reduce((sum, summary) => sum + summary[key].length, 0);
  assertEquals([summaries.length, count("slots"), count("outages")], [1000, 40_000, 10_000]);
});

Deno.test("summarize() returns a summary when there are 130,000 outages", () => {
  function* outages(): Generator<OutageRecord> {
    for (let index = 130_000; index > 0; index--) yield down(index / 1301, index / 1301 + 1);
  }
  const records = { watched: [watched(0, 100, "a")], outages: outages() };
  const [summary] = summarize(records, { span: SPAN, divide: inParts(366) });
  assertEquals(summary?.outages.length, 130_000);
});

/** The parts of a summary that count time, millisecond by millisecond. */
function countNaively(
  watched: readonly Interval[],
  outages: readonly OutageRecord[],
  { begin, end }: Interval,
): { watched: number; down: number } {
  const holds = (span: { begin: number; end: number | null }, ms: number): boolean =>
    span.begin <= ms && (span.end === null || span.end > ms);
  let seen = 0;
  let down = 0;
  for (let ms = begin; ms < end; ms++) {
    if (!watched.some((span) => holds(span, ms))) continue;
    seen++;
    if (outages.some((outage) => holds(outage, ms))) down++;
  }
  return { watched: seen / 1000, down: down / 1000 };
}

Deno.test("summarize() counts as a loop over each millisecond does when histories are random", () => {
  const next = random(13);
  const upTo = (most: number): number => Math.floor(next() * (most + 1));
  for (let run = 0; run < 500; run++) {
    const watched = Array.from({ length: upTo(6) }, (): WatchedRecord => {
      const begin = upTo(140) - 20;
      return {
        begin,
        end: begin + upTo(50),
        endpoints: next() < 0.5 ? ["a"] : ["a", "b"],
        optional: [],
      };
    });
    const outages = Array.from({ length: upTo(8) }, (): OutageRecord => {
      const begin = upTo(140) - 20;
      const end = next() < 0.1 ? null : begin + upTo(40);
      return { ...ONGOING, begin, end };
    }).toSorted((a, b) => (b.end ?? Infinity) - (a.end ?? Infinity));
    const span = { begin: upTo(40), end: 60 + upTo(40) };
    const slots = 1 + upTo(12);
    const [summary] = summarize({ watched, outages }, {
      span: { begin: new Date(span.begin), end: new Date(span.end) },
      divide: inParts(slots),
    });
    if (summary === undefined) {
      assertEquals(watched, []);
      continue;
    }
    const { watched: seen, down } = summary;
    assertEquals({ watched: seen, down }, countNaively(watched, outages, span), `run ${run}`);
    let end = summary.slots[0]?.begin.getTime() ?? NaN;
    assert(span.begin <= end);
    for (const slot of summary.slots) {
      const part = { begin: slot.begin.getTime(), end: slot.end.getTime() };
      assertEquals(part.begin, end);
      end = part.end;
      const { watched: seen, down } = slot;
      assertEquals({ watched: seen, down }, countNaively(watched, outages, part), `run ${run}`);
    }
    assertEquals([summary.slots.length, end], [slots, span.end]);
  }
});
