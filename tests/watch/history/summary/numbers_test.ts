import { assert, assertEquals } from "@std/assert";
import * as html from "../../../../src/watch/history/render/html.ts";
import * as json from "../../../../src/watch/history/render/json.ts";
import type {
  OutageRecord,
  Records,
  WatchedRecord,
} from "../../../../src/watch/history/records.ts";
import { summarize } from "../../../../src/watch/history/summary/summarize.ts";
import type { Span, Summary } from "../../../../src/watch/history/summary/summary.ts";
import * as text from "../../../../src/watch/history/render/text.ts";
import {
  availabilityOf,
  lengthOf,
  outageLength,
} from "../../../../src/watch/history/render/units.ts";
import { at, inParts } from "../../../support/watch/history.ts";
import { pick, random } from "../../../support/random.ts";

const RUNS = 500;
/** Every duration is written to the second up to here. */
const SPAN_MS = 3_000_000;

/** A history of up to three endpoints, with all that a restart or a step of the wall clock leaves. */
function randomRecords(next: () => number): Records {
  const upTo = (most: number): number => Math.floor(next() * (most + 1));
  const unit = pick([1, 50, 1000, 60_000], next);
  const interval = (most: number): { begin: number; end: number } => {
    const begin = upTo(1.4 * SPAN_MS) - 0.2 * SPAN_MS;
    return { begin, end: begin + upTo(most) * unit };
  };
  const names = ["a", "b", "c"].slice(0, 1 + upTo(2));
  const watched = Array.from({ length: upTo(8) }, (): WatchedRecord => ({
    ...(next() < 0.3 ? { begin: 0, end: SPAN_MS } : interval(2000)),
    endpoints: names,
    optional: names.filter(() => next() < 0.3),
  }));
  const outages = Array.from({ length: upTo(12) }, (): OutageRecord => {
    const { begin, end } = interval(300);
    const lastFailure = pick(["refused", "status", "timeout"] as const, next);
    return {
      endpoint: pick(names, next),
      begin,
      end: next() < 0.1 ? null : end,
      firstFailure: "refused",
      firstReason: "x",
      lastFailure,
      lastReason: "y",
      ...(next() < 0.3 ? { firstBegin: pick([0, 1000], next) } : {}),
    };
  }).toSorted((a, b) => (b.end ?? Infinity) - (a.end ?? Infinity));
  return { watched, outages };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}

/** Two numbers that are at most so far apart; a double has noise. */
function assertNear(actual: number, expected: number, most: number): void {
  assert(Math.abs(actual - expected) <= most + 1e-9, `${actual} is not near ${expected}`);
}

/** Calls `verify` with the summaries of random histories. */
function forEachHistory(
  verify: (summaries: readonly Summary[], span: Span) => void,
): void {
  const next = random(18);
  const span = { begin: new Date(0), end: new Date(SPAN_MS) };
  for (let run = 0; run < RUNS; run++) {
    const slots = 1 + Math.floor(next() * 40);
    try {
      verify(summarize(randomRecords(next), { span, divide: inParts(slots) }), span);
    } catch (error) {
      throw new Error(`run ${run}`, { cause: error });
    }
  }
}

Deno.test("summarize() gives numbers that add up when histories are random", () => {
  forEachHistory((summaries) => {
    for (const { outages, slots, reasons, ...whole } of summaries) {
      const { watched, down, longest, meanRecovery, resolved, up } = whole;
      const lengths = outages.map(({ down }) => down);
      assertNear(sum(lengths), down, 1e-6);
      assertEquals(longest, Math.max(0, ...lengths));
      assert(longest <= down && down <= watched, "a part is larger than the whole");
      const recovered = outages.filter(({ end }) => end !== null).map(({ down }) => down);
      assertEquals(resolved, recovered.length);
      assertNear((meanRecovery ?? 0) * resolved, sum(recovered), 1e-6);
      assertEquals(meanRecovery === null, resolved === 0);
      assert((meanRecovery ?? 0) <= longest, "the mean is larger than the longest");
      assertNear(sum(slots.map(({ watched }) => watched)), watched, 1e-6);
      assertNear(sum(slots.map(({ down }) => down)), down, 1e-6);
      assert(slots.every(({ watched, down }) => down <= watched));
      assertEquals(sum(reasons.map(({ count }) => count)), outages.length);
      assertEquals([up === null, up === 1], [watched === 0, watched > 0 && down === 0]);
      assertEquals(up === 0, watched > 0 && down === watched);
    }
  });
});

/** Reads what the history writes for a number of seconds: to the second, below half a second `under`. */
function secondsOf(words: string): number {
  if (words === "under 1 s") return 0.25;
  const [, minutes = 0, seconds = 0] = /^(?:(\d+) min)? ?(?:(\d+) s)?$/.exec(words) ?? [];
  return Number(minutes) * 60 + Number(seconds);
}

/** The numbers that one format gives for an endpoint. */
interface Shown {
  readonly name: string;
  readonly availability: string;
  readonly watched: string;
  readonly outages: string;
  readonly down: string;
  readonly longest: string;
  readonly recovery: string;
}

/** Picks the numbers out of a section with an expression for each; what is missing is empty. */
function shown(section: string, expressions: Record<keyof Shown, RegExp>): Shown {
  const entries = Object.entries(expressions).map(([key, expression]) =>
    [key, expression.exec(section)?.[1] ?? ""] as const
  );
  return Object.fromEntries(entries) as unknown as Shown;
}

const IN_TEXT = {
  name: /^(.+)$/m,
  availability: /^ {2}up +(.+) of /m,
  watched: /^ {2}up .* of (.+) watched$/m,
  outages: /^ {2}outages +(\d+)/m,
  down: /^ {2}outages +\d+, (.+) in all/m,
  longest: /the longest (.+)$/m,
  recovery: /^ {2}recovered +after (.+) on average$/m,
};
const ON_PAGE = {
  name: /<\/span> (.+)<\/h2>/,
  availability: /<p>Up (.+?) of /,
  watched: /<p>Up .+? of (.+) watched\./,
  outages: /(\d+) outages?,/,
  down: /outages?, (.+) in all/,
  longest: /the longest (.+?), /,
  recovery: /recovered after (.+) on average/,
};

Deno.test("renderHistory() gives the same numbers as text, JSON and page when histories are random", () => {
  forEachHistory((summaries, span) => {
    const [, ...texts] = text.renderHistory(summaries, span).split("\n\n");
    const [, ...pages] = html.renderHistory(summaries, span).split("<section");
    const { endpoints } = JSON.parse(json.renderHistory(summaries, span));
    assertEquals([texts.length, pages.length], [endpoints.length, endpoints.length]);
    // The page puts first what is down.
    const sections = pages.map((section) => shown(section, ON_PAGE));
    for (const [index, endpoint] of endpoints.entries()) {
      const lines = shown(texts[index] ?? "", IN_TEXT);
      assertEquals(sections.find(({ name }) => name === lines.name), lines);
      assertEquals(lines.name, endpoint.name + (endpoint.optional ? " (optional)" : ""));
      assertEquals(Number(lines.outages), endpoint.outages_total);
      assertNear(secondsOf(lines.watched), endpoint.watched_seconds, 0.5);
      assertNear(secondsOf(lines.down), endpoint.down_seconds, 0.5);
      assertNear(secondsOf(lines.longest), endpoint.longest_seconds, 0.5);
      assertNear(secondsOf(lines.recovery), endpoint.mean_repair_seconds ?? 0, 0.5);
      assert(secondsOf(lines.recovery) <= secondsOf(lines.longest));
      assert(secondsOf(lines.longest) <= secondsOf(lines.down));
      const { down_seconds, watched_seconds, up_ratio } = endpoint;
      assertEquals(lines.availability === "", watched_seconds === 0);
      assertEquals(lines.availability === "100 %", up_ratio === 1);
      assertEquals(lines.availability === "0 %", up_ratio === 0);
      if (up_ratio === null) continue;
      assertNear(up_ratio, 1 - down_seconds / watched_seconds, 1e-9);
      const percent = parseFloat(lines.availability.replace("under 1", "0"));
      assert(percent <= 100 * up_ratio + 1e-9 && percent > 100 * up_ratio - 1, lines.availability);
    }
  });
});

for (
  const [watched, down, expected] of [
    [0, 0, "not watched"],
    [6, 0, "100 %"],
    [6, 6, "0 %"],
    [6, 5.999, "under 1 %"],
    [6, 4, "33 %"],
    [100, 11, "89 %"],
    [1000, 14, "98.6 %"],
    [1000, 100, "90 %"],
    [1000, 10, "99 %"],
    [1000, 5, "99.5 %"],
    [604_800, 100, "99.98 %"],
    [604_800, 0.001, "99.99 %"],
    [315_360_000, 0.001, "99.99 %"],
    [315_360_000, 315_359_999.999, "under 1 %"],
  ] as const
) {
  Deno.test(`availabilityOf() returns ${expected} when ${down} s of ${watched} s were down`, () => {
    assertEquals(availabilityOf({ watched, down }), expected);
  });
}

Deno.test("lengthOf() and outageLength() call nothing 0 s that lasted, and say what did not count", () => {
  assertEquals([0, 0.001, 0.499, 0.5, 100].map(lengthOf), [
    "0 s",
    "under 1 s",
    "under 1 s",
    "1 s",
    "1 min 40 s",
  ]);
  const outage = {
    endpoint: "a",
    begin: at(0),
    firstFailure: "refused",
    firstReason: "x",
    lastFailure: "refused",
    lastReason: "x",
  } as const;
  for (
    const [end, down, lasted, expected] of [
      [null, 4, 4.5, "ongoing, 4 s"],
      [null, 60, 3600, "ongoing, 1 min of 1 h"],
      [at(40), 39.5, 40, "40 s"],
      [at(3600), 600, 3600, "10 min of 1 h"],
    ] as const
  ) assertEquals(outageLength({ ...outage, end, down, lasted }), expected);
});
