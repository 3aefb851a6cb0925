import { assert, assertEquals } from "@std/assert";
import { Alertmanager, type AlertmanagerOptions } from "../../../src/watch/notify/alertmanager.ts";
import type { Outage } from "../../../src/watch/outage.ts";
import { FakeAlertmanager } from "../../servers/alertmanager.ts";
import { fixture } from "../../support/outcome.ts";
import { SOURCE } from "../../support/watch/sender.ts";

const BEGIN = new Date(Date.now() - 3_600_000);

function outage(endpoint: string, change: Partial<Outage> = {}): Outage {
  return {
    endpoint,
    begin: BEGIN,
    end: null,
    firstFailure: "refused",
    firstReason: "connection refused",
    lastFailure: "refused",
    lastReason: "connection refused",
    ...change,
  };
}

/** A receiver that runs, its Alertmanager, and what it logs. */
interface Bench extends AsyncDisposable {
  readonly server: FakeAlertmanager;
  readonly receiver: Alertmanager;
  readonly events: string[];
  /** A round at a second. */
  readonly round: (second: number, changes: Partial<Record<Kind, Outage[]>>) => void;
}

type Kind = "opened" | "ongoing" | "resolved";

function bench(
  options: Partial<AlertmanagerOptions> = {},
  server: FakeAlertmanager = new FakeAlertmanager(),
): Bench {
  const events: string[] = [];
  const receiver = new Alertmanager({
    url: server.url,
    authorities: [],
    source: SOURCE,
    period: 10,
    pause: 0.001,
    log: (level, event, fields = {}) =>
      void events.push([level, event, ...Object.values(fields)].join(" ")),
    ...options,
  });
  const stop = new AbortController();
  const running = receiver.run(stop.signal);
  return {
    server,
    receiver,
    events,
    round: (second, changes) =>
      receiver.observe({ opened: [], ongoing: [], resolved: [], ...changes }, {
        date: new Date(),
        ms: second * 1000,
      }),
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await server[Symbol.asyncDispose]();
      await running;
    },
  };
}

/** Waits until the receiver knows that all was accepted. */
async function settled({ receiver }: Bench): Promise<void> {
  while (receiver.waiting > 0) await new Promise((resolve) => setTimeout(resolve, 1));
}

const resolved = (endpoint: string): Outage => outage(endpoint, { end: new Date() });

Deno.test("Alertmanager.run() sends each event once when an outage opens and is resolved", async () => {
  await using it = bench();
  it.round(0, { opened: [outage("a"), outage("b")] });
  await it.server.until(() => it.server.posts.length === 1);
  await settled(it);
  it.round(10, { ongoing: [outage("b")], resolved: [resolved("a")] });
  await it.server.until(() => it.server.posts.length === 2);
  await settled(it);
  assertEquals(it.server.events, ["firing a", "firing b", "resolved a"]);
  assertEquals([it.receiver.sent, it.receiver.dropped], [3, 0]);
  assertEquals(it.server.firing.map(({ startsAt }) => startsAt), [BEGIN.toISOString()]);
  assertEquals(it.events, []);
});

Deno.test("Alertmanager.observe() sends an ongoing outage again when a minute has passed", async () => {
  await using it = bench();
  it.round(0, { opened: [outage("a")] });
  await it.server.until(() => it.server.posts.length === 1);
  for (const second of [10, 50, 59]) {
    it.round(second, { ongoing: [outage("a")] });
    // What the round sends arrives before.
    await it.receiver.sendTest(new AbortController().signal);
  }
  assertEquals(it.server.posts.length, 4);
  it.server.restart();
  it.round(60, { ongoing: [outage("a", { lastReason: "still refused" })] });
  await it.server.until(() => it.server.posts.length === 5);
  assertEquals(it.server.firing.map(({ startsAt, annotations }) => [startsAt, annotations]), [[
    BEGIN.toISOString(),
    {
      summary: "a of prod/llm is down",
      description: "refused - connection refused, last still refused",
    },
  ]]);
  assertEquals(it.receiver.sent, 1);
});

Deno.test("Alertmanager.observe() sends nothing when nothing is ongoing", async () => {
  await using it = bench();
  for (const second of [0, 60, 120]) {
    it.round(second, {});
    await it.receiver.sendTest(new AbortController().signal);
  }
  it.round(180, { opened: [outage("a")] });
  await it.server.until(() => it.server.firing.length === 2);
  // The tests, and the outage.
  assertEquals(it.server.requests, 4);
});

Deno.test("Alertmanager.observe() sends an outage of an earlier watch when it is ongoing or resolved", async () => {
  await using it = bench();
  it.receiver.adopt([outage("a"), outage("b"), outage("c")], [resolved("b")], []);
  await it.server.until(() => it.server.posts.length === 1);
  await settled(it);
  it.round(0, { ongoing: [outage("a")], resolved: [resolved("c")] });
  await it.server.until(() => it.server.posts.length === 2);
  const sent = it.server.posts.flatMap(({ alerts }) => alerts).map(({ labels, endsAt }) =>
    `${labels["endpoint"]} ${Date.parse(endsAt) > Date.now()}`
  );
  assertEquals(sent, ["b false", "c false", "a true"]);
});

Deno.test("Alertmanager.adopt() resolves the later of two joined outages when its alert has other labels", async () => {
  await using it = bench();
  const later = outage("a", { firstFailure: "timeout" });
  it.round(0, { opened: [later, outage("b")] });
  await it.server.until(() => it.server.posts.length === 1);
  await settled(it);
  const [a, b] = [outage("a"), outage("b")];
  it.receiver.adopt([a, b], [], [{ outage: a, later }, { outage: b, later: b }]);
  it.round(10, { ongoing: [a, b] });
  await it.server.until(() => it.server.events.includes("resolved a"));
  assertEquals(it.server.firing.map(({ labels }) => [labels["endpoint"], labels["reason"]]), [
    ["b", "refused"],
    ["a", "refused"],
  ]);
});

Deno.test("Alertmanager.observe() resolves an alert when its outage was joined and ends in the next round", async () => {
  await using it = bench();
  const later = outage("a", { begin: new Date(outage("a").begin.getTime() + 1000) });
  it.round(0, { opened: [later] });
  await it.server.until(() => it.server.posts.length === 1);
  await settled(it);
  it.receiver.adopt([outage("a")], [], [{ outage: outage("a"), later }]);
  it.round(10, { resolved: [resolved("a")] });
  await it.server.until(() => it.server.posts.length === 2);
  assertEquals(it.server.posts[1]?.alerts.map(({ endsAt }) => Date.parse(endsAt) > Date.now()), [
    false,
  ]);
});

Deno.test("Alertmanager.run() sends what is true by then when earlier attempts failed", async () => {
  await using it = bench();
  it.server.misbehaviors.push(503, 400, 503);
  it.round(0, { opened: [outage("a"), outage("b")] });
  await it.server.until(() => it.server.requests === 1);
  it.round(10, { ongoing: [outage("b")], resolved: [resolved("a")] });
  await it.server.until(() => it.server.posts.length > 0);
  await settled(it);
  assertEquals(it.server.events, ["firing b"]);
  assertEquals(it.server.posts[0]?.alerts.map(({ labels }) => labels["endpoint"]), ["a", "b"]);
  assertEquals([it.receiver.sent, it.receiver.dropped], [2, 1]);
  const { url } = it.server;
  assertEquals(it.events, [
    `warn alerts not accepted alertmanager ${url} status 503`,
    `warn alerts not accepted alertmanager ${url} status 400`,
    `warn alerts not accepted alertmanager ${url} status 503`,
    `info alerts accepted again alertmanager ${url}`,
  ]);
});

Deno.test("Alertmanager.run() opens an outage anew when the last one was resolved unsent", async () => {
  await using it = bench({ pause: 0.05 });
  it.round(0, { opened: [outage("a")] });
  await it.server.until(() => it.server.posts.length === 1);
  await settled(it);
  it.server.misbehaviors.push(503);
  const end = new Date(Date.now() - 2000);
  it.round(10, { resolved: [outage("a", { end })] });
  await it.server.until(() => it.server.requests === 2);
  const begin = new Date(Date.now() - 1000);
  it.round(20, { opened: [outage("a", { begin })] });
  await it.server.until(() => it.server.posts.length === 2);
  assertEquals(it.server.events, ["firing a", "resolved a", "firing a"]);
  assertEquals(it.server.firing.map(({ startsAt }) => startsAt), [begin.toISOString()]);
});

Deno.test("Alertmanager.run() tries again when there is no answer in time", async () => {
  await using it = bench({ timeout: 0.05 });
  it.server.misbehaviors.push("hang");
  it.round(0, { opened: [outage("a")] });
  await it.server.until(() => it.server.posts.length === 1);
  assertEquals(it.server.events, ["firing a"]);
  assertEquals(it.events[0], `warn alerts not accepted alertmanager ${it.server.url} no answer`);
});

Deno.test("Alertmanager.run() ends when the signal aborts while a request hangs", async () => {
  await using it = bench();
  it.server.misbehaviors.push("hang");
  it.round(0, { opened: [outage("a")] });
  await it.server.until(() => it.server.requests === 1);
});

Deno.test("Alertmanager.observe() drops an end when Alertmanager has resolved the alert by itself", async () => {
  await using it = bench({ pause: 60 });
  it.server.misbehaviors.push(503);
  it.round(0, { resolved: [resolved("a")] });
  await it.server.until(() => it.server.requests === 1);
  it.round(239, {});
  assertEquals([it.receiver.waiting, it.receiver.dropped], [1, 0]);
  it.round(240, {});
  assertEquals([it.receiver.waiting, it.receiver.dropped], [0, 1]);
});

Deno.test("Alertmanager.run() bounds what waits when an endpoint is flapping and nothing is accepted", async () => {
  await using it = bench({ pause: 60 });
  it.server.misbehaviors.push(...Array.from({ length: 300 }, () => 503));
  for (let second = 0; second < 200; second += 2) {
    const begin = new Date(BEGIN.getTime() + second * 1000);
    it.round(second, { opened: [outage("a", { begin })] });
    it.round(second + 1, { resolved: [outage("a", { begin, end: new Date() })] });
  }
  assertEquals(it.receiver.waiting, 1);
});

Deno.test("Alertmanager.run() uses the path and the user info when the URL has them", async () => {
  await using server = new FakeAlertmanager();
  const url = `http://user:SECRET%40@127.0.0.1:${server.port}/prefix/`;
  await using it = bench({ url }, server);
  server.misbehaviors.push(500);
  it.round(0, { opened: [outage("a")] });
  await server.until(() => server.posts.length === 1);
  await settled(it);
  assertEquals(server.posts[0]?.path, "/prefix/api/v2/alerts");
  assertEquals(server.posts[0]?.authorization, `Basic ${btoa("user:SECRET@")}`);
  assertEquals(
    it.events[0],
    `warn alerts not accepted alertmanager http://***@127.0.0.1:${server.port}/prefix/ status 500`,
  );
});

Deno.test("Alertmanager.run() trusts an authority besides the usual ones when it was given", async () => {
  await using server = new FakeAlertmanager({
    cert: fixture("certificates/good.pem"),
    key: fixture("certificates/good.key"),
  });
  const authorities = [fixture("certificates/authority.pem")];
  await using it = bench({ url: `https://localhost:${server.port}`, authorities }, server);
  it.round(0, { opened: [outage("a")] });
  await server.until(() => server.posts.length === 1);
  assertEquals(server.events, ["firing a"]);
});

Deno.test("Alertmanager.sendTest() sends one alert when nothing is down", async () => {
  await using it = bench();
  assertEquals(await it.receiver.sendTest(new AbortController().signal), { result: "sent" });
  assertEquals(it.server.events, ["firing HealthcheckTest"]);
  it.server.misbehaviors.push(401);
  const sent = await it.receiver.sendTest(new AbortController().signal);
  assertEquals(sent, { result: "refused", reason: "status 401" });
  assert(it.events.length === 0);
});

/** A receiver that does not run. */
function idle(period = 10, url = "http://a:1/"): Alertmanager {
  return new Alertmanager({ url, authorities: [], source: SOURCE, period, log: () => {} });
}

/** Takes a round at a second. Returns how many alerts wait, and how many were dropped. */
function observed(
  receiver: Alertmanager,
  second: number,
  changes: Partial<Record<Kind, Outage[]>> = {},
): [waiting: number, dropped: number] {
  const all = { opened: [], ongoing: [], resolved: [], ...changes };
  receiver.observe(all, { date: new Date(), ms: second * 1000 });
  return [receiver.waiting, receiver.dropped];
}

Deno.test("Alertmanager.dropped counts a begin that was never sent, and an end that another one replaces", () => {
  const receiver = idle();
  assertEquals(observed(receiver, 0, { opened: [outage("a"), outage("b")] }), [2, 0]);
  assertEquals(observed(receiver, 1, { ongoing: [outage("a"), outage("b")] }), [2, 0]);
  assertEquals(observed(receiver, 2, { resolved: [resolved("a")] }), [2, 1]);
  assertEquals(observed(receiver, 3, { resolved: [resolved("a")] }), [2, 2]);
  const other = outage("a", { end: new Date(), firstFailure: "timeout" });
  assertEquals(observed(receiver, 4, { resolved: [other] }), [3, 2]);
  const later = outage("b", { begin: new Date(), end: new Date() });
  assertEquals(observed(receiver, 5, { resolved: [later] }), [4, 2]);
});

for (const [period, seconds] of [[10, 240], [60, 240], [100, 400]] as const) {
  Deno.test(`Alertmanager.observe() drops an end after ${seconds} s when a round takes up to ${period} s`, () => {
    const receiver = idle(period);
    observed(receiver, 0, { resolved: [resolved("a")] });
    assertEquals(observed(receiver, seconds - 0.001), [1, 0]);
    assertEquals(observed(receiver, seconds), [0, 1]);
  });
}

Deno.test("Alertmanager.observe() keeps an end for as long as Alertmanager may take the outage for ongoing when the round began before it was last sent", async () => {
  await using it = bench({ pause: 60 });
  it.server.misbehaviors.push(503);
  const startMs = performance.now();
  it.round(startMs / 1000 - 300, { opened: [outage("a")] });
  await it.server.until(() => it.server.requests === 1);
  it.round(startMs / 1000 - 290, { resolved: [resolved("a")] });
  it.round(startMs / 1000 + 239, {});
  assertEquals([it.receiver.waiting, it.receiver.dropped], [1, 1]);
  it.round(performance.now() / 1000 + 240, {});
  assertEquals([it.receiver.waiting, it.receiver.dropped], [0, 2]);
});

Deno.test("Alertmanager.host has the port, and its URL shows no user info", () => {
  const receiver = idle(10, "https://user:secret@a.example/x/");
  assertEquals([receiver.host, receiver.shownUrl], [
    "a.example:443",
    "https://***@a.example/x/",
  ]);
});
