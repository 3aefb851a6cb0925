import { assertEquals } from "@std/assert";
import { parseEndpoints } from "../../src/endpoint/parse.ts";
import { createSidecar, type Sidecar } from "../../src/server/sidecar.ts";
import type { Probe } from "../../src/check/target.ts";
import { OK, REFUSED } from "../support/reports.ts";

/** A sidecar of two groups whose checks end when they are released. */
async function grouped(
  probe: Probe,
  shutdown: AbortSignal = new AbortController().signal,
): Promise<Sidecar["app"]> {
  const endpoints = await parseEndpoints(
    ["http://a/#group=live&group=ready", "http://b/#group=ready", "http://c/"],
    5,
  );
  const targets = endpoints.map((endpoint) => ({
    endpoint,
    probe: endpoint.name === "c" ? (): ReturnType<Probe> => Promise.resolve(REFUSED) : probe,
  }));
  return createSidecar({
    targets,
    log: () => {},
    droppedLogLines: () => 0,
    shutdown,
  }).app;
}

async function readyLines(app: Sidecar["app"]): Promise<string[]> {
  const text = await (await app.request("/metrics")).text();
  return text.split("\n").filter((line) => /^healthcheck_(?:group_)?ready/.test(line));
}

Deno.test("createSidecar() counts each group that a round covers when rounds are of groups", async () => {
  const app = await grouped(() => Promise.resolve(OK));
  assertEquals(await readyLines(app), []);
  assertEquals((await app.request("/all?group=live")).status, 200);
  assertEquals(await readyLines(app), ['healthcheck_group_ready{group="live"} 1']);
  assertEquals((await app.request("/all?group=ready&exclude=b")).status, 200);
  assertEquals(await readyLines(app), ['healthcheck_group_ready{group="live"} 1']);
  assertEquals((await app.request("/all")).status, 503);
  assertEquals(await readyLines(app), [
    "healthcheck_ready 0",
    'healthcheck_group_ready{group="live"} 1',
    'healthcheck_group_ready{group="ready"} 1',
  ]);
});

Deno.test("GET /all?group rests only on checks that began after its request when checks are shared", async () => {
  const started: PromiseWithResolvers<typeof OK | typeof REFUSED>[] = [];
  const app = await grouped(() => {
    const check = Promise.withResolvers<typeof OK | typeof REFUSED>();
    started.push(check);
    return check.promise;
  });
  // Four checks of one endpoint may run; the others share the next.
  const early = Array.from({ length: 4 }, () => app.request("/all?group=live"));
  for (let turn = 0; started.length < 4 && turn < 1000; turn++) {
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  assertEquals(started.length, 4);
  const late = [
    app.request("/all?group=live"),
    app.request("/all/a"),
    app.request("/all/a?group=ready"),
  ];
  await new Promise((resolve) => setTimeout(resolve, 0));
  assertEquals(started.length, 4);
  for (const check of started.slice(0, 4)) check.resolve(REFUSED);
  assertEquals((await Promise.all(early)).map(({ status }) => status), [503, 503, 503, 503]);
  assertEquals(started.length, 5);
  started[4]?.resolve(OK);
  assertEquals((await Promise.all(late)).map(({ status }) => status), [200, 200, 200]);
  assertEquals(started.length, 5);
});

Deno.test("createSidecar() counts nothing more when a check ends after the shutdown began", async () => {
  const shutdown = new AbortController();
  const check = Promise.withResolvers<typeof REFUSED>();
  const app = await grouped(() => check.promise, shutdown.signal);
  const response = app.request("/all?group=live");
  shutdown.abort();
  check.resolve(REFUSED);
  assertEquals((await response).status, 503);
  assertEquals(await readyLines(app), []);
  const metrics = await (await app.request("/metrics")).text();
  assertEquals(metrics.includes('endpoint_up{endpoint="a"}'), false);
});

Deno.test("createSidecar() logs each check for debugging, with its warning or its failure", async () => {
  const lines: string[] = [];
  const endpoints = await parseEndpoints(["http://a/", "http://b/", "http://c/"], 5);
  const outcomes = [OK, { ...OK, warning: "soon" }, REFUSED];
  const { app } = createSidecar({
    targets: endpoints.map((endpoint, i) => ({
      endpoint,
      probe: () => Promise.resolve(outcomes[i] ?? OK),
    })),
    log: (level, event, { endpoint, ok, warning, reason } = {}) => {
      if (level === "debug") lines.push([event, endpoint, ok, warning, reason].join(" "));
    },
    droppedLogLines: () => 0,
    shutdown: new AbortController().signal,
  });
  await app.request("/all");
  assertEquals(lines.sort(), [
    "check a true  ",
    "check b true soon ",
    "check c false  connection refused",
  ]);
});
