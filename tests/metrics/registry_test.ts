import { assertEquals } from "@std/assert";
import { Registry } from "../../src/metrics/registry.ts";
import { OK, REFUSED, report } from "../support/reports.ts";

Deno.test("Registry.addResult() keeps the check that started last when checks overlap", async () => {
  const registry = new Registry();
  const [ok] = (await report({ "http://a/": OK })).results;
  const [refused] = (await report({ "http://a/": REFUSED })).results;
  if (ok === undefined || refused === undefined) throw new Error("no results");
  registry.addResult({ ...ok, startedAt: new Date(2) });
  registry.addResult({ ...refused, startedAt: new Date(1) });
  const { up, success, failure, consecutiveFailures } = registry.endpoints.get("a") ?? {};
  assertEquals({ up, success, failure, consecutiveFailures }, {
    up: true,
    success: 1,
    failure: 1,
    consecutiveFailures: 0,
  });
});

Deno.test("Registry.addRound() keeps the round that started last when rounds overlap", async () => {
  const registry = new Registry();
  const round = await report({ "http://a/": OK });
  registry.addRound({ ...round, startedAt: new Date(2) });
  registry.addRound({ ...round, ready: false, startedAt: new Date(1) });
  assertEquals(registry.lastRound, { ready: true, startedAt: new Date(2) });
  assertEquals(registry.rounds, { ready: 1, not_ready: 1 });
});
