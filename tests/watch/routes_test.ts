import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { Hono } from "hono/tiny";
import { RenderCache } from "../../src/watch/history/worker/render_cache.ts";
import { HistoryError } from "../../src/watch/history/file/schema.ts";
import { addWatchRoutes, type WatchRoutesOptions } from "../../src/watch/routes.ts";
import { parseEndpoints } from "../../src/endpoint/parse.ts";
import { Registry } from "../../src/exposition/registry.ts";
import { createApp } from "../../src/server/app.ts";
import { mistakes } from "../formats/schemas.ts";
import { OK, REFUSED, report, WARNED } from "../support/reports.ts";

interface Last {
  readonly age: number;
  readonly ok: boolean;
  readonly duration?: number;
}

/** Requests /health of a watch with a period of 10 s and a timeout of 5 s. */
async function health(last: Last | undefined, accept = "text/plain"): Promise<[number, string]> {
  const round = await report({ "http://a/": last?.ok === false ? REFUSED : OK });
  const app = new Hono();
  addWatchRoutes(app, {
    every: 10,
    timeout: 5,
    history: undefined,
    last: () => last && { report: round, age: last.age, duration: last.duration ?? 0.1 },
  });
  const response = await app.request("/health", { headers: { accept } });
  return [response.status, await response.text()];
}

for (
  const [when, last, status, words] of [
    ["no round has ended", undefined, 503, "All: No round has ended yet\n"],
    ["the last round was ready", { age: 3.21, ok: true }, 200, "checked 3.2 s ago"],
    ["the last round was not ready", { age: 3, ok: false }, 503, "connection refused"],
    [
      "the last round is three periods and a timeout old",
      { age: 35, ok: true },
      200,
      "checked 35.0 s ago",
    ],
    [
      "the last round is older than three periods and a timeout",
      { age: 35.1, ok: true },
      503,
      "All: Stale, last checked 35.1 s ago\nok ",
    ],
    [
      "a round that was not ready is older than three periods and a timeout",
      { age: 35.1, ok: false },
      503,
      "All: Stale, last checked 35.1 s ago\nFAILED",
    ],
    [
      "rounds take longer than a period",
      { age: 40, ok: true, duration: 12 },
      200,
      "checked 40.0 s ago",
    ],
    [
      "rounds take longer than a period, and the last is older than three of them",
      { age: 41.1, ok: true, duration: 12 },
      503,
      "All: Stale",
    ],
  ] as const
) {
  Deno.test(`GET /health responds with ${status} when ${when}`, async () => {
    const [received, text] = await health(last);
    assertEquals(received, status);
    assertStringIncludes(text, words);
    for (const type of ["application/json", "application/health+json", "text/html"]) {
      assertEquals((await health(last, type))[0], status);
    }
  });
}

for (
  const [type, words] of [
    ["application/json", '"message":"Stale"'],
    ["application/health+json", '"output":"stale: the last round is too old"'],
    ["text/html", "</small></h1>\n<p>This round is too old to count.</p>"],
  ] as const
) {
  Deno.test(`GET /health says stale in ${type} when the last round is too old`, async () => {
    const [, text] = await health({ age: 60, ok: true }, type);
    assertStringIncludes(text, words);
    assert(!/failed/i.test(text), text);
    assert(!(await health({ age: 1, ok: true }, type))[1].toLowerCase().includes("stale"));
  });
}

Deno.test("GET /health adds the age of the round to that of a kept success", async () => {
  const round = await report({ "http://a/#every=60": OK, "http://b/": OK });
  const results = round.results.map((result, index) =>
    index === 0 ? { ...result, age: 12 } : result
  );
  const app = new Hono();
  const last = { report: { ...round, results }, age: 5, duration: 0.1 };
  addWatchRoutes(app, { every: 10, timeout: 5, history: undefined, last: () => last });
  assertEquals(
    await (await app.request("/health")).text(),
    "All: Ready 200\nok      a  status 200 (12 ms, 17 s ago)\n" +
      "ok      b  status 200 (12 ms)\nchecked 5.0 s ago\n",
  );
});

for (
  const [when, last] of [
    ["no round has ended", undefined],
    ["the last round was ready", { age: 1, ok: true }],
    ["the last round was not ready", { age: 1, ok: false }],
    ["the last round is too old", { age: 60, ok: true }],
  ] as const
) {
  Deno.test(`GET /health matches the schemas when ${when}`, async () => {
    assertEquals(mistakes("all", (await health(last, "application/json"))[1]), []);
    assertEquals(mistakes("health", (await health(last, "application/health+json"))[1]), []);
  });
}

for (const ending of ["shutdown", "draining"] as const) {
  Deno.test(`GET /health matches the schemas when ${ending} has begun`, async () => {
    const app = new Hono();
    const last = { report: await report({ "http://a/": OK }), age: 1, duration: 0.1 };
    const options = { every: 10, timeout: 5, history: undefined, last: (): typeof last => last };
    addWatchRoutes(app, { ...options, [ending]: AbortSignal.abort() });
    for (
      const [schema, accept] of [
        ["all", "application/json"],
        ["health", "application/health+json"],
      ] as const
    ) {
      const response = await app.request("/health", { headers: { accept } });
      assertEquals(response.status, 503);
      assertEquals(mistakes(schema, await response.text()), []);
    }
  });
}

Deno.test("GET /health has a message and no time in JSON when no round has ended", async () => {
  const { message, timestamp } = JSON.parse((await health(undefined, "application/json"))[1]);
  assertEquals([message, timestamp], ["No round has ended yet", null]);
});

Deno.test("GET /health responds with 200 and the warning when a certificate expires soon", async () => {
  const app = new Hono();
  const last = { report: await report({ "https://a/": WARNED }), age: 5, duration: 0.1 };
  addWatchRoutes(app, { every: 10, timeout: 5, history: undefined, last: () => last });
  const response = await app.request("/health");
  assertEquals([response.status, await response.text()], [
    200,
    "All: Ready 200\nWARN    a  status 200, certificate expires in 9 d (12 ms)\n" +
    "checked 5.0 s ago\n",
  ]);
});

Deno.test("GET /health responds with `fail` in health+json when no round has ended", async () => {
  const [, text] = await health(undefined, "application/health+json");
  assertEquals(JSON.parse(text).status, "fail");
  assertEquals(JSON.parse(text).output, "no round has ended yet");
});

Deno.test("GET /health says that no round has ended, and no time, as a page", async () => {
  const [, text] = await health(undefined, "text/html");
  assertStringIncludes(text, "<h1>Not ready</h1>\n<p>No round has ended yet.</p>");
  assert(!text.includes("1970"), text);
});

async function history(
  render: () => Promise<string>,
  path: string,
  options: Partial<WatchRoutesOptions> = {},
): Promise<[number, string]> {
  const file = {
    open: () => Promise.resolve([]),
    write: () => Promise.resolve(),
    render,
    close: () => Promise.resolve(),
  };
  const app = new Hono();
  addWatchRoutes(app, {
    every: 10,
    timeout: 5,
    history: new RenderCache({ file }),
    last: () => undefined,
    ...options,
  });
  const response = await app.request(path);
  return [response.status, await response.text()];
}

for (const [ending, words] of [["shutdown", "Shutting down"], ["draining", "Draining"]] as const) {
  Deno.test(`GET /history says that the history is closed when ${ending} has begun`, async () => {
    const ended = { [ending]: AbortSignal.abort() };
    assertEquals(await history(() => Promise.resolve("open"), "/history", ended), [
      503,
      `${words}: the history is closed\n`,
    ]);
  });
}

Deno.test("GET /history responds with 503 and the reason when the file cannot be read", async () => {
  const reason = "another process writes the file";
  assertEquals(await history(() => Promise.reject(new HistoryError(reason)), "/history"), [
    503,
    `Cannot read the history: ${reason}\n`,
  ]);
});

/** Requests a path of a watch with the routes of `serve`. */
async function served(
  path: string,
  isRecorded: boolean,
  accept = "text/html",
): Promise<[number, string]> {
  const endpoints = await parseEndpoints(["http://a/"], 5);
  const app = createApp({
    endpoints,
    registry: new Registry(endpoints),
    rounds: { request: () => report({ "http://a/": OK }) },
  });
  const file = {
    open: () => Promise.resolve([]),
    write: () => Promise.resolve(),
    render: () => Promise.resolve("x"),
    close: () => Promise.resolve(),
  };
  const history = isRecorded ? new RenderCache({ file }) : undefined;
  addWatchRoutes(app, { every: 10, timeout: 5, history, last: () => undefined });
  const response = await app.request(path, { headers: { accept } });
  return [response.status, await response.text()];
}

for (
  const [path, isRecorded, status, words] of [
    ["/x", true, 404, "Not found: ask /all, /all/NAME, /self, /metrics, /health or /history\n"],
    ["/x", false, 404, "Not found: ask /all, /all/NAME, /self, /metrics or /health\n"],
    ["/history", false, 404, "Not found: there is no history, see --history\n"],
    [
      "/",
      true,
      200,
      '<nav><a href="/health">Last round</a> <a href="/history">History</a> ',
    ],
    ["/", false, 200, '<nav><a href="/health">Last round</a> <a href="/metrics">'],
    ["/all", true, 200, '<nav><a href="/health">Last round</a> <a href="/history">History</a> '],
    ["/health", true, 503, '<nav><a href="/all">All endpoints</a> <a href="/history">History</a> '],
    ["/health?refresh=5", true, 503, '<meta http-equiv="refresh" content="5">'],
    ["/health?refresh=0", true, 400, "Bad request: cannot use refresh: it must be "],
    ["/health?refesh=5", true, 400, "unknown parameter refesh; did you mean refresh?"],
    ["/health?exclude=a", true, 400, "unknown parameter exclude; it must be refresh or format"],
    ["/history?sinc=1d", true, 400, "unknown parameter sinc; did you mean since?"],
    ["/history?refresh=5", true, 400, "unknown parameter refresh; it must be since or format"],
  ] as const
) {
  Deno.test(`GET ${path} responds with ${status} when the watch ${isRecorded ? "has a" : "has no"} history`, async () => {
    const accept = status === 400 || status === 404 ? "text/plain" : "text/html";
    const [received, text] = await served(path, isRecorded, accept);
    assertEquals(received, status);
    assertStringIncludes(text, words);
  });
}

Deno.test("GET /history responds with 400 when since is given twice", async () => {
  const [status, text] = await history(() => Promise.resolve(""), "/history?since=1h&since=7d");
  assertEquals([status, text], [400, "Bad request: cannot use since: it must be given once\n"]);
});

Deno.test("GET /history reads since as a duration when it is given", async () => {
  const render = (): Promise<string> => Promise.resolve("x");
  for (const since of ["90", "500ms", "1.5h", "3650d"]) {
    assertEquals((await history(render, `/history?since=${since}`))[0], 200, since);
  }
  const must = "it must be a duration such as 500ms, 90s or 5m, above 0 and at most 3650d";
  for (const since of ["", "0", "3651d", "1w", "soon"]) {
    const [status, text] = await history(render, `/history?since=${since}`);
    assertEquals(status, 400, since);
    assertStringIncludes(text, must);
  }
});

Deno.test("GET /all and /health show the last hour as a page when watch runs", async () => {
  const found = await report({ "http://a/": OK });
  const endpoints = found.results.map(({ endpoint }) => endpoint);
  const lastHour = (): number[] => Array(60).fill(0);
  const rounds = { request: () => Promise.resolve(found) };
  const app = createApp({ endpoints, rounds, registry: new Registry(endpoints), lastHour });
  const last = { report: found, age: 1, duration: 1 };
  addWatchRoutes(app, { every: 10, timeout: 5, history: undefined, last: () => last, lastHour });
  for (const path of ["/all", "/health"]) {
    const response = await app.request(path, { headers: { accept: "text/html" } });
    assertStringIncludes(await response.text(), "Last hour");
  }
});
