import { assertEquals } from "@std/assert";
import type { Outcome } from "../../src/check/report.ts";
import type { Outage } from "../../src/watch/outage.ts";
import { Outages, type OutagesOptions } from "../../src/watch/outages.ts";
import { failure } from "../support/outcome.ts";
import { at, OK, REFUSED, report } from "../support/reports.ts";

interface ObserveOptions extends OutagesOptions {
  url: string;
  /** The outages of an earlier watch. */
  open: readonly Outage[];
}

/**
 * Observes rounds one second apart: `.` is ok, any other letter a failure with that reason.
 *
 * @returns What each round changed, such as `opened 1- xy`: start and end in seconds, first and
 * last reason.
 */
async function observe(
  pattern: string,
  { url = "http://a/", open = [], ...options }: Partial<ObserveOptions> = {},
): Promise<string[]> {
  const outages = new Outages({ after: 1, startup: 0, startedAt: at(0), ...options });
  outages.adopt(open);
  const changes: string[] = [];
  for (const [index, letter] of [...pattern].entries()) {
    const outcome: Outcome = letter === "." ? OK : failure("other", letter);
    const round = await report({ [url]: outcome });
    // A check begins after its round, and the difference counts nowhere.
    const results = round.results.map((result) => ({ ...result, startedAt: at(index + 0.5) }));
    const { opened, ongoing, resolved } = outages.observe({
      ...round,
      startedAt: at(index),
      results,
    });
    const format = (kind: string) => ({ begin, end, firstReason, lastReason }: Outage): string =>
      `${kind} ${begin.getTime() / 1000}-${end === null ? "" : end.getTime() / 1000} ` +
      `${firstReason}${lastReason}`;
    changes.push(
      [
        ...opened.map(format("opened")),
        ...ongoing.map(format("ongoing")),
        ...resolved.map(format("resolved")),
      ]
        .join(),
    );
  }
  return changes;
}

Deno.test("Outages.observe() opens and resolves an outage when an endpoint fails and recovers", async () => {
  assertEquals(await observe(".xy.."), [
    "",
    "opened 1- xx",
    "ongoing 1- xy",
    "resolved 1-3 xy",
    "",
  ]);
});

Deno.test("Outages.observe() opens an outage when `after` rounds in a row have failed", async () => {
  assertEquals(await observe(".xx.xyz.", { after: 3 }), [
    "",
    "",
    "",
    "",
    "",
    "",
    "opened 4- xz",
    "resolved 4-7 xz",
  ]);
});

Deno.test("Outages.observe() opens no outage before `startup` when an endpoint was never up", async () => {
  assertEquals(await observe("xxxx.", { startup: 2 }), [
    "",
    "",
    "opened 0- xx",
    "ongoing 0- xx",
    "resolved 0-4 xx",
  ]);
  assertEquals(await observe("x.x", { startup: 60 }), ["", "", "opened 2- xx"]);
});

Deno.test("Outages.observe() continues an outage when it was open at the start", async () => {
  const open = [{
    endpoint: "a",
    begin: new Date(-5000),
    end: null,
    firstFailure: "other",
    firstReason: "o",
    lastFailure: "other",
    lastReason: "o",
  }] as const;
  assertEquals(await observe("x.", { open, startup: 60 }), ["ongoing -5- ox", "resolved -5-1 ox"]);
  assertEquals(await observe(".", { open }), ["resolved -5-0 oo"]);
});

Deno.test("Outages.observe() opens and resolves an outage when an endpoint is optional", async () => {
  assertEquals(await observe(".xx.", { url: "http://a/#optional" }), [
    "",
    "opened 1- xx",
    "ongoing 1- xx",
    "resolved 1-3 xx",
  ]);
});

Deno.test("Outages.observe() keeps the codes of the first and of the last failure", async () => {
  const outages = new Outages({ after: 1, startup: 0, startedAt: at(0) });
  const observe = async (outcome: Outcome): Promise<Outage | undefined> => {
    const { opened, ongoing, resolved } = outages.observe(await report({ "http://a/": outcome }));
    return [...opened, ...ongoing, ...resolved][0];
  };
  const codes = [];
  for (const outcome of [REFUSED, failure("timeout", "timed out after 5 s"), OK]) {
    const found = await observe(outcome);
    codes.push([found?.firstFailure, found?.lastFailure]);
  }
  assertEquals(codes, [["refused", "refused"], ["refused", "timeout"], ["refused", "timeout"]]);
});

Deno.test("Outages.observe() keeps the true length when the wall clock is set back during an outage", async () => {
  const outages = new Outages({ after: 1, startup: 0, startedAt: at(0) });
  const observeAt = async (outcome: Outcome, dateMs: number, ms: number): Promise<Outage[]> => {
    const round = await report({ "http://a/": outcome });
    const startedAt = { date: new Date(dateMs), ms };
    return [...outages.observe({ ...round, startedAt }).resolved];
  };
  await observeAt(REFUSED, 3_600_000, 1000);
  const [resolved] = await observeAt(OK, 5000, 6000);
  assertEquals([resolved?.begin, resolved?.end], [new Date(3_600_000), new Date(3_605_000)]);
});

for (
  const [stepMs, parts] of [[2000, undefined], [-2000, undefined], [2001, 2], [-2001, 2]] as const
) {
  Deno.test(`Outages.observe() divides an outage into ${parts} when the wall clock steps by ${stepMs} ms`, async () => {
    const outages = new Outages({ after: 1, startup: 0, startedAt: at(0) });
    const observeAt = async (dateMs: number, ms: number): Promise<Outage | undefined> => {
      const round = await report({ "http://a/": REFUSED });
      const startedAt = { date: new Date(dateMs), ms };
      const { opened, ongoing } = outages.observe({ ...round, startedAt });
      return [...opened, ...ongoing][0];
    };
    await observeAt(100_000, 100_000);
    await observeAt(110_000 + stepMs, 110_000);
    const outage = await observeAt(120_000 + stepMs, 120_000);
    assertEquals(outage?.parts?.length, parts);
  });
}

Deno.test("Outages.adopt() resolves an outage whose endpoint was up when it began, and continues one that began later", async () => {
  const earlier = (begin: number): Outage => ({
    endpoint: "a",
    begin: at(begin).date,
    end: null,
    firstFailure: "other",
    firstReason: "o",
    lastFailure: "other",
    lastReason: "o",
  });
  for (const [begin, resolved, ongoing] of [[4, 1, 0], [5, 1, 0], [6, 0, 1]] as const) {
    const outages = new Outages({ after: 1, startup: 0, startedAt: at(0) });
    outages.observe({ ...await report({ "http://a/": OK }), startedAt: at(5) });
    assertEquals(outages.adopt([earlier(begin)]).resolved.length, resolved);
    assertEquals(outages.ongoing.length, ongoing);
  }
});

Deno.test("Outages.adopt() ends an outage that began in the future when its endpoint was up since", async () => {
  const begin = new Date(Date.now() + 86_400_000);
  const why = { firstFailure: "other", firstReason: "o", lastFailure: "other", lastReason: "o" };
  const earlier = { endpoint: "a", begin, end: null, ...why } as Outage;
  for (
    const [rounds, resolved, replaced, ongoing] of [
      [[], 0, 0, 1],
      [[REFUSED], 0, 0, 1],
      [[OK], 1, 0, 0],
      [[OK, REFUSED], 1, 0, 0],
      [[OK, REFUSED, REFUSED], 0, 1, 1],
    ] as const
  ) {
    const outages = new Outages({ after: 2, startup: 0, startedAt: at(0) });
    for (const [index, outcome] of rounds.entries()) {
      outages.observe({ ...await report({ "http://a/": outcome }), startedAt: at(index) });
    }
    const adopted = outages.adopt([earlier]);
    assertEquals([adopted.resolved.length, adopted.replaced.length], [resolved, replaced]);
    assertEquals(outages.ongoing.length, ongoing);
    assertEquals(
      [...adopted.resolved, ...adopted.replaced].map(({ end }) => end),
      Array(resolved + replaced).fill(begin),
    );
  }
});

for (
  const [what, isDivided, early] of [
    ["one that was divided is adopted after two rounds", true, 2],
    ["one that was divided is adopted before the first round", true, 0],
    ["one that was not divided is adopted before the first round", false, 0],
  ] as const
) {
  Deno.test(`Outages.adopt() goes on with an outage that began in the future as long as it lasts when ${what}`, async () => {
    const begin = new Date(Date.now() + 86_400_000);
    const parts = [{ begin: at(-9).date, end: at(-5).date }, { begin, end: null }];
    const why = { firstFailure: "other", firstReason: "o", lastFailure: "other", lastReason: "o" };
    const earlier = { endpoint: "a", begin, end: null, ...why } as Outage;
    const open = isDivided ? { ...earlier, begin: at(-9).date, parts } : earlier;
    const outages = new Outages({ after: 2, startup: 0, startedAt: at(0) });
    const observeAt = async (second: number, outcome: Outcome): Promise<readonly Outage[]> => {
      const round = await report({ "http://a/": outcome });
      return outages.observe({ ...round, startedAt: at(second) }).resolved;
    };
    for (let second = 0; second < early; second++) await observeAt(second, REFUSED);
    outages.adopt([open]);
    for (let second = early; second < 7; second++) await observeAt(second, REFUSED);
    const [resolved] = await observeAt(7, OK);
    const known = isDivided ? parts.slice(0, 1) : [];
    const rest = [{ begin, end: begin }, { begin: at(0).date, end: at(7).date }];
    assertEquals(resolved?.parts, [...known, ...rest]);
    const length = isDivided ? 11_000 : 7000;
    assertEquals(resolved?.end, new Date(open.begin.getTime() + length));
  });
}

Deno.test("Outages.observe() gives an outage the length of the monotonic clock when the wall clock is slewed", async () => {
  const outages = new Outages({ after: 1, startup: 0, startedAt: at(0) });
  const observeAt = async (outcome: Outcome, dateMs: number, ms: number): Promise<Outage[]> => {
    const round = await report({ "http://a/": outcome });
    return [...outages.observe({ ...round, startedAt: { date: new Date(dateMs), ms } }).resolved];
  };
  await observeAt(REFUSED, 100_000, 100_000);
  const [resolved] = await observeAt(OK, 111_000, 110_000);
  assertEquals(resolved?.end, new Date(110_000));
});

Deno.test("Outages.observe() divides an outage into 100 parts at most when the wall clock steps again and again", async () => {
  const outages = new Outages({ after: 1, startup: 0, startedAt: at(0) });
  const round = await report({ "http://a/": REFUSED });
  for (let step = 0; step < 102; step++) {
    outages.observe({ ...round, startedAt: { date: new Date(step * 3_600_000), ms: step } });
  }
  assertEquals(outages.ongoing[0]?.parts?.length, 100);
});
