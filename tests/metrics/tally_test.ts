import { assertEquals } from "@std/assert";
import { Tally } from "../../src/metrics/tally.ts";
import { OK, REFUSED, report } from "../support/reports.ts";

Deno.test("Tally.addResult() keeps to the check that began last when they overlap", async () => {
  const tally = new Tally();
  const [ok] = (await report({ "http://a/": OK })).results;
  const [refused] = (await report({ "http://a/": REFUSED })).results;
  if (ok === undefined || refused === undefined) throw new Error("no results");
  tally.addResult({ ...ok, startedAt: new Date(2) });
  tally.addResult({ ...refused, startedAt: new Date(1) });
  const { up, success, failure, consecutiveFailures } = tally.endpoints.get("a") ?? {};
  assertEquals({ up, success, failure, consecutiveFailures }, {
    up: true,
    success: 1,
    failure: 1,
    consecutiveFailures: 0,
  });
});

Deno.test("Tally.addRound() keeps to the round that began last when they overlap", async () => {
  const tally = new Tally();
  const round = await report({ "http://a/": OK });
  tally.addRound({ ...round, startedAt: new Date(2) });
  tally.addRound({ ...round, ready: false, startedAt: new Date(1) });
  assertEquals(tally.lastRound, { ready: true, startedAt: new Date(2) });
  assertEquals(tally.rounds, { ready: 1, not_ready: 1 });
});
