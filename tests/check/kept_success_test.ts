import { assertEquals } from "@std/assert";
import { runRound } from "../../src/check/check.ts";
import { KeptSuccess } from "../../src/check/kept_success.ts";
import type { Outcome, Result } from "../../src/check/report.ts";
import { Rounds } from "../../src/check/rounds.ts";
import { parseEndpoints } from "../../src/endpoint/parse.ts";
import { at, CERTIFICATE, OK, REFUSED, resultOf } from "../support/reports.ts";

const [ENDPOINT] = await parseEndpoints(["http://a/#every=60"], 5);

function result(outcome: Outcome, second: number): Result {
  if (ENDPOINT === undefined) throw new Error("no endpoint");
  return { ...resultOf(ENDPOINT, outcome), startedAt: at(second) };
}

Deno.test("KeptSuccess.get() returns a success with its age when it is younger than `every`", () => {
  const kept = new KeptSuccess(60);
  kept.put(result(OK, 10));
  assertEquals(kept.get(22_000), { ...result(OK, 10), age: 12 });
  assertEquals(kept.get(69_999)?.age, 59.999);
});

Deno.test("KeptSuccess.get() warns as of now when the certificate had more left at the check", () => {
  const kept = new KeptSuccess(60);
  const hourMs = 3_600_000;
  const found = {
    ...OK,
    certificate: { ...CERTIFICATE, expires: new Date(Date.now() + 9.5 * 24 * hourMs) },
    warnFrom: new Date(Date.now() - hourMs),
  };
  kept.put(result({ ...found, warning: "certificate expires in 10 d" }, 10));
  assertEquals(kept.get(22_000)?.outcome, { ...found, warning: "certificate expires in 9 d" });
  kept.put(result(found, 11));
  assertEquals(kept.get(22_000)?.outcome, { ...found, warning: "certificate expires in 9 d" });
});

Deno.test("KeptSuccess.get() returns nothing when the success is as old as `every`", () => {
  const kept = new KeptSuccess(60);
  assertEquals(kept.get(0), undefined);
  kept.put(result(OK, 10));
  assertEquals(kept.get(70_000), undefined);
});

Deno.test("KeptSuccess.get() returns nothing when a newer check failed", () => {
  const kept = new KeptSuccess(60);
  kept.put(result(OK, 10));
  kept.put(result(REFUSED, 11));
  assertEquals(kept.get(12_000), undefined);
});

Deno.test("KeptSuccess.put() ignores a success when a check that started later has failed", () => {
  const kept = new KeptSuccess(60);
  kept.put(result(REFUSED, 11));
  kept.put(result(OK, 10));
  assertEquals(kept.get(12_000), undefined);
  kept.put(result(OK, 12));
  assertEquals(kept.get(13_000)?.age, 1);
});

/** An endpoint that keeps its successes, and how often it is checked; outcomes in their order. */
async function keeping(...outcomes: Outcome[]): Promise<{
  target: { endpoint: Result["endpoint"]; probe: () => Promise<Outcome>; kept: KeptSuccess };
  checks: () => number;
}> {
  const [endpoint] = await parseEndpoints(["http://a/#every=60"], 5);
  if (endpoint === undefined) throw new Error("no endpoint");
  let checks = 0;
  const probe = (): Promise<Outcome> => Promise.resolve(outcomes[checks++] ?? OK);
  return { target: { endpoint, probe, kept: new KeptSuccess(60) }, checks: () => checks };
}

Deno.test("Rounds.request() checks once and counts once when a success is kept", async () => {
  const { target, checks } = await keeping(REFUSED, OK);
  const counted: boolean[] = [];
  const rounds = new Rounds({
    targets: [target],
    onResult: ({ outcome }) => counted.push(outcome.ok),
  });
  const request = async (): Promise<boolean> => (await rounds.request([target.endpoint])).ready;
  assertEquals([await request(), await request(), await request()], [false, true, true]);
  assertEquals([checks(), counted], [2, [false, true]]);
  const { results } = await rounds.request([target.endpoint]);
  assertEquals(typeof results[0]?.age, "number");
});

Deno.test("Rounds.request() starts no check for the requests that wait when a success is kept", async () => {
  const { target, checks } = await keeping(REFUSED, OK);
  const rounds = new Rounds({ targets: [target], limit: 1 });
  const reports = await Promise.all([1, 2, 3].map(() => rounds.request([target.endpoint])));
  assertEquals(reports.map(({ ready }) => ready), [false, true, true]);

  const { target: ready, checks: readyChecks } = await keeping(OK);
  const readyRounds = new Rounds({ targets: [ready], limit: 1 });
  const told = await Promise.all([1, 2, 3].map(() => readyRounds.request([ready.endpoint])));
  assertEquals(told.map(({ results }) => results[0]?.age === undefined), [true, false, false]);
  assertEquals([checks(), readyChecks()], [2, 1]);
});

Deno.test("runRound() checks anew until a success is kept when it is called for each round", async () => {
  const { target, checks } = await keeping(REFUSED, REFUSED, OK);
  const ready: boolean[] = [];
  for (let round = 0; round < 5; round++) ready.push((await runRound([target])).ready);
  assertEquals([ready, checks()], [[false, false, true, true, true], 3]);
});
