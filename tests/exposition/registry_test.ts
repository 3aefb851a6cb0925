import { assertEquals } from "@std/assert";
import type { Outcome } from "../../src/check/report.ts";
import { familiesOf } from "../../src/exposition/families.ts";
import { Registry } from "../../src/exposition/registry.ts";
import { at, CERTIFICATE, OK, REFUSED, report, WARNED } from "../support/reports.ts";

Deno.test("Registry.addResult() keeps the check that started last when checks overlap", async () => {
  const registry = new Registry([]);
  const [ok] = (await report({ "http://a/": OK })).results;
  const [refused] = (await report({ "http://a/": REFUSED })).results;
  if (ok === undefined || refused === undefined) throw new Error("no results");
  registry.addResult({ ...ok, startedAt: at(2) });
  registry.addResult({ ...refused, startedAt: at(1) });
  const { up, success, failure, consecutiveFailures } = registry.endpoints.get("a") ?? {};
  assertEquals({ up, success, failure, consecutiveFailures }, {
    up: true,
    success: 1,
    failure: 1,
    consecutiveFailures: 0,
  });
});

Deno.test("Registry.addResult() counts each failure by its code when checks fail", async () => {
  const registry = new Registry([]);
  const [ok] = (await report({ "http://a/": OK })).results;
  const [refused] = (await report({ "http://a/": REFUSED })).results;
  if (ok === undefined || refused === undefined) throw new Error("no results");
  // An overlapping check that started earlier decides nothing, but is counted.
  registry.addResult({ ...ok, startedAt: at(2) });
  registry.addResult({ ...refused, startedAt: at(1) });
  const timeout = { ok: false, status: null, failure: "timeout", reason: "timed out" } as const;
  for (const ms of [3, 4]) registry.addResult({ ...refused, outcome: timeout, startedAt: at(ms) });
  assertEquals(registry.endpoints.get("a")?.failures, { refused: 1, timeout: 2 });
});

Deno.test("Registry.failingSince() returns when the first failure in a row started", async () => {
  const registry = new Registry([]);
  const [ok] = (await report({ "http://a/": OK })).results;
  const [refused] = (await report({ "http://a/": REFUSED })).results;
  if (ok === undefined || refused === undefined) throw new Error("no results");
  assertEquals(registry.failingSince("a"), undefined);
  for (const second of [1, 2]) registry.addResult({ ...refused, startedAt: at(second) });
  assertEquals(registry.failingSince("a"), new Date(1000));
  registry.addResult({ ...ok, startedAt: at(3) });
  assertEquals(registry.failingSince("a"), undefined);
  registry.addResult({ ...refused, startedAt: at(4) });
  assertEquals(registry.failingSince("a"), new Date(4000));
});

Deno.test("Registry.addRound() keeps the round that started last when rounds overlap", async () => {
  const registry = new Registry([]);
  const round = await report({ "http://a/": OK });
  registry.addRound({ ...round, startedAt: at(2) });
  registry.addRound({ ...round, ready: false, startedAt: at(1) });
  assertEquals(registry.lastRound, { ready: true, startedAt: at(2) });
  assertEquals(registry.rounds, { ready: 1, not_ready: 1 });
});

Deno.test("Registry.addResult() counts the newer check when the wall clock was set back", async () => {
  const registry = new Registry([]);
  const [ok] = (await report({ "http://a/": OK })).results;
  const [refused] = (await report({ "http://a/": REFUSED })).results;
  if (ok === undefined || refused === undefined) throw new Error("no results");
  registry.addResult({ ...ok, startedAt: { date: new Date(3_600_000), ms: 1 } });
  registry.addResult({ ...refused, startedAt: { date: new Date(0), ms: 2 } });
  assertEquals(registry.endpoints.get("a")?.up, false);
  assertEquals(registry.endpoints.get("a")?.consecutiveFailures, 1);
});

Deno.test("Registry.addRound() counts the newer round when the wall clock was set back", async () => {
  const registry = new Registry([]);
  const round = await report({ "http://a/": OK });
  registry.addRound({ ...round, startedAt: { date: new Date(3_600_000), ms: 1 } });
  registry.addRound({ ...round, ready: false, startedAt: { date: new Date(0), ms: 2 } });
  assertEquals(registry.lastRound?.ready, false);
});

Deno.test("Registry.addResult() keeps the certificate that was seen last when checks overlap", async () => {
  const registry = new Registry([]);
  const expiry = (): number | undefined =>
    registry.endpoints.get("a")?.certificateExpires?.getTime();
  const add = async (outcome: Outcome, second: number): Promise<void> => {
    for (const result of (await report({ "https://a/": outcome })).results) {
      registry.addResult({ ...result, startedAt: at(second) });
    }
  };
  const renewed = { ...CERTIFICATE, expires: new Date(1e12) };
  await add(REFUSED, 1);
  assertEquals(expiry(), undefined);
  await add(WARNED, 2);
  assertEquals(expiry(), CERTIFICATE.expires.getTime());
  await add({ ...REFUSED, certificate: renewed }, 4);
  await add(WARNED, 3);
  await add(REFUSED, 5);
  assertEquals(expiry(), 1e12);
});

Deno.test("familiesOf() gives the expiry of a certificate only where one was seen", async () => {
  const registry = new Registry([]);
  const { results } = await report({ "https://a/": WARNED, "https://b/": OK });
  for (const result of results) registry.addResult(result);
  const families = familiesOf(registry, {
    startTime: 0,
    residentBytes: 0,
    droppedLogLines: 0,
    isShuttingDown: false,
  });
  const name = "healthcheck_endpoint_certificate_expiry_timestamp_seconds";
  const family = families.find((family) => family.name === name);
  assertEquals([...family?.samples ?? []], [
    ["", { endpoint: "a" }, 9.5 * 86_400],
  ]);
});

Deno.test("familiesOf() gives work and its age of every endpoint with progress", async () => {
  const [a, b] = ["http://a/", "http://b/"].map((url) => `${url}#progress=c&busy=d&stall=9`);
  if (a === undefined || b === undefined) throw new Error("no endpoints");
  const stalled = { ...REFUSED, progress: { isBusy: true, age: 26.5 } };
  const { results } = await report({ [a]: stalled, [b]: OK, "http://c/": OK });
  const registry = new Registry(results.map(({ endpoint }) => endpoint));
  const samples = (name: string): unknown[] => {
    const facts = { startTime: 0, residentBytes: 0, droppedLogLines: 0, isShuttingDown: false };
    const family = familiesOf(registry, facts)
      .find((family) => family.name === `healthcheck_endpoint_${name}`);
    return [...family?.samples ?? []];
  };
  const both = (value: number): unknown => [
    ["", { endpoint: "a" }, value],
    ["", { endpoint: "b" }, 0],
  ];
  assertEquals(samples("busy"), both(0));
  for (const result of results) registry.addResult(result);
  assertEquals(samples("busy"), both(1));
  assertEquals(samples("progress_age_seconds"), both(26.5));
});

const LIVE = "http://a/#group=live&group=ready";
const READY = "http://b/#group=ready";

function groupsOf({ groups }: Registry): Record<string, boolean | undefined> {
  return Object.fromEntries(groups.entries().map(([name, { last }]) => [name, last?.ready]));
}

Deno.test("Registry.addGroups() counts a group only when the round covers the whole of it", async () => {
  const { results, ...round } = await report({ [LIVE]: OK, [READY]: REFUSED, "http://c/": OK });
  const registry = new Registry(results.map(({ endpoint }) => endpoint));
  assertEquals(groupsOf(registry), { live: undefined, ready: undefined });
  registry.addGroups({ ...round, results: results.slice(1) });
  assertEquals(groupsOf(registry), { live: undefined, ready: undefined });
  registry.addGroups({ ...round, results: results.slice(0, 1) });
  assertEquals(groupsOf(registry), { live: true, ready: undefined });
  registry.addGroups({ ...round, results });
  assertEquals(groupsOf(registry), { live: true, ready: false });
});

Deno.test("Registry.addGroups() counts no failure when it is of another group or optional", async () => {
  const { results, ...round } = await report({
    "http://a/#group=live": OK,
    "http://b/#group=live&optional": REFUSED,
    "http://c/": REFUSED,
  });
  const registry = new Registry(results.map(({ endpoint }) => endpoint));
  registry.addGroups({ ...round, results });
  assertEquals(groupsOf(registry), { live: true });
});

Deno.test("Registry.addGroups() keeps the round that started last when rounds overlap", async () => {
  const ok = await report({ [LIVE]: OK });
  const refused = await report({ [LIVE]: REFUSED });
  const registry = new Registry(ok.results.map(({ endpoint }) => endpoint));
  registry.addGroups({ ...refused, startedAt: at(2) });
  registry.addGroups({ ...ok, startedAt: at(1) });
  assertEquals(groupsOf(registry), { live: false, ready: false });
  registry.addGroups({ ...ok, startedAt: at(3) });
  assertEquals(groupsOf(registry), { live: true, ready: true });
});
