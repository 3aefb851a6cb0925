import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { createApp } from "../../src/server/app.ts";
import { reportOf } from "../../src/check/report.ts";
import { parseEndpoints } from "../../src/endpoint/parse.ts";
import type { Outcome } from "../../src/check/report.ts";
import { Registry } from "../../src/exposition/registry.ts";
import { at, OK, REFUSED, resultOf } from "../support/reports.ts";
import { StoppedClock } from "../support/time.ts";

async function appOf(
  found: Readonly<Record<string, Outcome>>,
): Promise<ReturnType<typeof createApp>> {
  const endpoints = await parseEndpoints(Object.keys(found), 5);
  const outcomes = new Map(endpoints.map(({ name }, i) => [name, Object.values(found)[i] ?? OK]));
  return createApp({
    endpoints,
    registry: new Registry(endpoints),
    rounds: {
      request: (selected) =>
        Promise.resolve(reportOf(
          at(0),
          selected.map((endpoint) => resultOf(endpoint, outcomes.get(endpoint.name) ?? OK)),
        )),
    },
  });
}

const A = "http://a/#name=a";
const B = "http://b:81/x";
const SECRET = "http://u:secret@host/health?secret=1#header=X:secret";

async function get(
  found: Readonly<Record<string, Outcome>>,
  path: string,
  accept?: string,
): Promise<Response> {
  const headers: Record<string, string> = accept === undefined ? {} : { accept };
  return await (await appOf(found)).request(path, { headers });
}

Deno.test("GET /all responds with 200 when every endpoint is ok", async () => {
  const response = await get({ [A]: OK, [B]: OK }, "/all");
  assertEquals(response.status, 200);
  assertEquals(response.headers.get("cache-control"), "no-store");
  assertEquals(response.headers.get("content-type"), "text/plain; charset=utf-8");
  assertEquals((await response.text()).split("\n")[0], "All: Ready 200");
});

Deno.test("GET /all responds with 503 and the failures first when an endpoint fails", async () => {
  const optional = "tcp://c:1#optional";
  const response = await get({ [B]: OK, [A]: REFUSED, [optional]: REFUSED }, "/all");
  assertEquals(response.status, 503);
  assertEquals(
    await response.text(),
    "All: Health check failed\n" +
      "FAILED  a       connection refused (12 ms)\n" +
      "WARN    c:1     connection refused (12 ms)\n" +
      "ok      b:81/x  status 200 (12 ms)\n",
  );
});

Deno.test("GET /all responds with 200 in every format when only an optional endpoint fails", async () => {
  for (const type of ["text/plain", "application/json", "application/health+json", "text/html"]) {
    const response = await get({ [A]: OK, "http://b/#optional": REFUSED }, "/all", type);
    assertEquals([response.status, type], [200, type]);
    assertStringIncludes(await response.text(), "connection refused");
  }
});

Deno.test("GET /all reveals no secret and stays below 10 KiB when 1000 endpoints fail", async () => {
  const long = { ...REFUSED, reason: "x".repeat(200) };
  const many = Array.from({ length: 1000 }, (_, i) => [`${SECRET}${i}`, long]);
  const text = await (await get(Object.fromEntries(many), "/all")).text();
  assert(text.length < 9000, `${text.length} characters`);
  assertStringIncludes(text, " more\n");
  for (const type of ["text/plain", "application/json", "application/health+json", "text/html"]) {
    const body = await (await get({ [SECRET]: REFUSED }, "/all", type)).text();
    assert(!body.includes("secret"), body);
  }
});

for (
  const [accept, type] of [
    [undefined, "text/plain; charset=utf-8"],
    ["*/*", "text/plain; charset=utf-8"],
    ["image/png", "text/plain; charset=utf-8"],
    ["application/json;q=0", "text/plain; charset=utf-8"],
    ["application/json", "application/json"],
    ["application/json; charset=utf-8", "application/json"],
    ["application/*", "application/json"],
    ["text/plain;q=0.4, application/json;q=0.5", "application/json"],
    ["application/json;q=0.9, application/health+json", "application/health+json"],
    ["text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html; charset=utf-8"],
  ] as const
) {
  Deno.test(`GET responds with ${type} when Accept is ${accept}`, async () => {
    for (const path of ["/all", "/all/a", "/self"]) {
      const response = await get({ [A]: REFUSED }, path, accept);
      assertEquals(response.headers.get("content-type"), type);
      assertEquals(response.headers.get("vary"), "Accept");
      assertEquals(response.status, path === "/self" ? 200 : 503);
    }
  });
}

for (
  const [path, status, names] of [
    ["/all/a", 200, ["a"]],
    ["/all/b:81/x", 503, ["b:81/x"]],
    ["/all/b%3A81%2Fx", 503, ["b:81/x"]],
    ["/all/c/%C3%A4", 200, ["c/%C3%A4"]],
    ["/all?exclude=b:81/x", 200, ["a", "c/%C3%A4"]],
    ["/all?exclude=b%3A81%2Fx&exclude=a", 200, ["c/%C3%A4"]],
    ["/all?exclude=a", 503, ["b:81/x", "c/%C3%A4"]],
    ["/all/a?exclude=b:81/x", 200, ["a"]],
    ["/%61ll/b:81/x", 503, ["b:81/x"]],
  ] as const
) {
  Deno.test(`GET ${path} responds with ${status} when it selects ${names}`, async () => {
    const found = { [A]: OK, [B]: REFUSED, "http://c/\u00e4": OK };
    const response = await get(found, path, "application/json");
    const { ready, checks } = await response.json();
    assertEquals([response.status, ready], [status, status === 200]);
    assertEquals(Object.keys(checks), [...names]);
  });
}

for (
  const [path, status, names] of [
    ["/all?group=live", 200, ["a"]],
    ["/all?group=ready", 503, ["a", "b"]],
    ["/all?group=start&group=live", 200, ["a", "c"]],
    ["/all?group=start&group=start", 200, ["c"]],
    ["/all?group=ready&exclude=b", 200, ["a"]],
    ["/all?group=live&exclude=b", 200, ["a"]],
    ["/all/c?group=start", 200, ["c"]],
    ["/all", 503, ["a", "b", "c", "d"]],
  ] as const
) {
  Deno.test(`GET ${path} responds with ${status} in every format when it selects ${names}`, async () => {
    const found = {
      "http://a/#name=a&group=live&group=ready": OK,
      "http://b/#group=ready": REFUSED,
      "http://c/#group=start": OK,
      "http://d/": OK,
    };
    const response = await get(found, path, "application/json");
    const { checks } = await response.json();
    assertEquals([response.status, Object.keys(checks)], [status, [...names]]);
    for (const type of ["text/plain", "application/health+json", "text/html"]) {
      const other = await get(found, path, type);
      await other.body?.cancel();
      assertEquals(other.status, status, type);
    }
  });
}

for (
  const [path, message] of [
    ["/all?group=x", "Bad request: group must be live or ready\n"],
    ["/all?group=live&group=", "Bad request: group must be live or ready\n"],
    ["/all?group=a&exclude=x", "Bad request: group must be live or ready\n"],
    ["/all?group=live&exclude=x", "Bad request: exclude must be a or b\n"],
    [
      "/all?group=live&exclude=a",
      "Bad request: group and exclude must leave an endpoint to check\n",
    ],
    ["/all/b?group=live", "Bad request: group must leave an endpoint to check\n"],
  ] as const
) {
  Deno.test(`GET ${path} responds with 400 and a message when the group selects nothing`, async () => {
    const found = { "http://a/#group=live": OK, "http://b/#group=ready": OK };
    const response = await get(found, path);
    assertEquals([response.status, await response.text()], [400, message]);
  });
}

Deno.test("GET /all?group lists no other group when an endpoint belongs to several", async () => {
  const found = { "http://a/#group=live&group=ready": OK, "http://b/#group=ready": REFUSED };
  for (
    const [path, groups] of [["/all?group=live", []], ["/all", ["live", "ready"]]] as const
  ) {
    const page = await (await get(found, path, "text/html")).text();
    assertEquals([...page.matchAll(/<a href="\/all\?group=(\w+)">/g)].map(([, name]) => name), [
      ...groups,
    ]);
  }
});

Deno.test("GET /all?group responds with 400 when no endpoint has a group", async () => {
  const response = await get({ [A]: OK }, "/all?group=live");
  assertEquals(
    [response.status, await response.text()],
    [400, "Bad request: no endpoint has a group\n"],
  );
});

for (
  const [path, status, message] of [
    ["/all/x", 404, "Not found: the name must be a or b:81/x\n"],
    ["/all/", 404, "Not found: ask /all, /all/NAME, /self or /metrics\n"],
    ["/all/a/", 404, "Not found: the name must be a or b:81/x\n"],
    ["/all?exclude=x", 400, "Bad request: exclude must be a or b:81/x\n"],
    ["/all?exclude=a&exclude=", 400, "Bad request: exclude must be a or b:81/x\n"],
    [
      "/all?exclude=a&exclude=b:81/x",
      400,
      "Bad request: exclude must leave an endpoint to check\n",
    ],
    ["/all/a?exclude=a", 400, "Bad request: exclude must leave an endpoint to check\n"],
    ["/all?exlude=a", 400, "Bad request: unknown parameter exlude; did you mean exclude?\n"],
    ["/all/a?exlude=b", 400, "Bad request: unknown parameter exlude; did you mean exclude?\n"],
    [
      "/all?exclude=a&x%0A%3Cb%3E=y",
      400,
      "Bad request: unknown parameter x%0A%3Cb%3E; it must be exclude or group or refresh or format\n",
    ],
    [
      "/all?=x",
      400,
      "Bad request: unknown parameter without a name; it must be exclude or group or refresh or format\n",
    ],
    [
      `/all?${"x".repeat(9000)}`,
      400,
      `Bad request: unknown parameter ${
        "x".repeat(100)
      }...; it must be exclude or group or refresh or format\n`,
    ],
    [
      "/all?refresh=0",
      400,
      "Bad request: cannot use refresh: it must be whole seconds from 1 to 3600\n",
    ],
    ["/all?refresh=5&refresh=5", 400, "Bad request: cannot use refresh: it must be given once\n"],
    [
      "/all?refresh=x",
      400,
      "Bad request: cannot use refresh: it must be whole seconds from 1 to 3600\n",
    ],
  ] as const
) {
  Deno.test(`GET ${path} responds with ${status} and a message when the selection is invalid`, async () => {
    const response = await get({ [A]: OK, [B]: OK }, path);
    assertEquals([response.status, await response.text()], [status, message]);
    assertEquals(response.headers.get("content-type"), "text/plain; charset=utf-8");
  });
}

for (const path of ["/all/x", "/all?exclude=x"]) {
  Deno.test(`GET ${path} responds within 8 KiB when there are 2,000 names`, async () => {
    const urls = Array.from(
      { length: 2000 },
      (_, i) => [`http://a/${"x".repeat(i % 300)}/${i}`, OK],
    );
    const { byteLength } = await (await get(Object.fromEntries(urls), path)).arrayBuffer();
    assert(byteLength > 1024 && byteLength <= 8 * 1024, `${byteLength} bytes`);
  });
}

Deno.test("GET /self responds with 200 when every endpoint fails", async () => {
  const response = await get({ [A]: REFUSED }, "/self");
  assertEquals([response.status, await response.text()], [200, "Self: Ready 200\n"]);
});

Deno.test("GET /self responds with the uptime when Accept is application/json", async () => {
  const before = Date.now();
  const self = await (await get({ [A]: OK }, "/self", "application/json")).json();
  assertEquals(Object.keys(self), ["alive", "timestamp", "uptime_seconds", "last_heartbeat"]);
  assert(self.alive === true && self.uptime_seconds > 0 && Date.parse(self.timestamp) >= before);
});

Deno.test("GET /self responds with the seconds since the start when the clock shows them", async () => {
  using clock = new StoppedClock();
  clock.ms = 1_000_000;
  const self = await (await get({ [A]: OK }, "/self", "application/json")).json();
  assertEquals(self.uptime_seconds, 1000);
});

Deno.test("HEAD responds like GET without a body when the path is known or unknown", async () => {
  const app = await appOf({ [A]: REFUSED });
  for (
    const [path, status] of [
      ["/all", 503],
      ["/all/a", 503],
      ["/all/x", 404],
      ["/all?exclude=x", 400],
      ["/self", 200],
      ["/metrics", 200],
      ["/x", 404],
    ] as const
  ) {
    const response = await app.request(path, { method: "HEAD" });
    assertEquals([response.status, await response.text()], [status, ""]);
    assertEquals(response.headers.get("cache-control"), "no-store");
  }
});

Deno.test("createApp() responds with 404 and lists the routes when the path is unknown", async () => {
  const app = await appOf({ [A]: OK });
  for (const path of ["/", "/ALL", "/self/", "/metrics/", "//all", "/health", "/%3Cb%3E"]) {
    const response = await app.request(path);
    assertEquals(response.status, 404, path);
    assertEquals(
      await response.text(),
      "Not found: ask /all, /all/NAME, /self or /metrics\n",
      path,
    );
  }
});

Deno.test("createApp() responds with 405 and Allow when the route is known and the method is not", async () => {
  const app = await appOf({ [A]: OK });
  for (const path of ["/", "/all", "/all/a", "/all/x", "/self", "/metrics"]) {
    for (const method of ["POST", "DELETE", "OPTIONS", "PROPFIND"]) {
      const response = await app.request(path, { method });
      assertEquals([response.status, response.headers.get("allow")], [405, "GET, HEAD"], path);
      assertEquals(response.headers.get("cache-control"), "no-store");
      assertEquals(await response.text(), "Method not allowed: use GET or HEAD\n");
    }
  }
  assertEquals((await app.request("/x", { method: "POST" })).status, 404);
});

const BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

for (
  const [method, path, status, heading, words] of [
    ["GET", "/nope", 404, "Not found", "ask /all, "],
    ["GET", "/all/nope", 404, "Not found", "the name must be a"],
    ["GET", "/all?exclud=a", 400, "Bad request", "unknown parameter exclud; did you mean"],
    ["GET", "/?exlude=a", 400, "Bad request", "unknown parameter exlude; did you mean exclude?"],
    ["GET", "/self?format=yaml", 400, "Bad request", "format must be text or"],
    ["POST", "/all", 405, "Method not allowed", "use GET or HEAD"],
  ] as const
) {
  Deno.test(`${method} ${path} responds with ${status} and a page that leads back when Accept prefers text/html`, async () => {
    const app = await appOf({ [A]: OK });
    const response = await app.request(path, { method, headers: { accept: BROWSER } });
    assertEquals(response.status, status);
    assertEquals(response.headers.get("content-type"), "text/html; charset=utf-8");
    assertStringIncludes(response.headers.get("content-security-policy") ?? "", "default-src");
    assertEquals(response.headers.get("allow"), status === 405 ? "GET, HEAD" : null);
    const page = await response.text();
    assertStringIncludes(page, `<h1>${heading}</h1>\n<p>${words}`);
    assertStringIncludes(page, '<a href="/all">All endpoints</a>');
  });
}

for (
  const [method, path, status] of [
    ["GET", "/nope?format=", 404],
    ["GET", "/all/nope?format=", 404],
    ["GET", "/all?exclud=a&format=", 400],
    ["POST", "/all?format=", 405],
  ] as const
) {
  Deno.test(`${method} ${path} responds with ${status} in the format of its query when Accept prefers another`, async () => {
    const app = await appOf({ [A]: OK });
    for (
      const [format, accept, type, expected] of [
        ["json", BROWSER, "text/plain", status],
        ["html", "text/plain", "text/html", status],
        ["yaml", BROWSER, "text/html", path.startsWith("/all/") ? 400 : status],
      ] as const
    ) {
      const response = await app.request(path + format, { method, headers: { accept } });
      assertEquals(response.status, expected);
      assertEquals(response.headers.get("content-type"), `${type}; charset=utf-8`);
      await response.body?.cancel();
    }
  });
}

Deno.test("GET / responds as /all does when Accept prefers text/html", async () => {
  for (const [outcome, status] of [[OK, 200], [REFUSED, 503]] as const) {
    const app = await appOf({ [A]: outcome, [B]: OK });
    for (const query of ["", "?exclude=b:81/x&refresh=5"]) {
      const [root, all] = await Promise.all(
        [`/${query}`, `/all${query}`].map((path) =>
          app.request(path, { headers: { accept: BROWSER } })
        ),
      );
      assertEquals([root?.status, all?.status], [status, status]);
      const page = await root?.text();
      assertEquals(page, await all?.text());
      assertEquals(page?.includes('<nav><a href="/all">All endpoints</a> '), query !== "");
    }
  }
});

Deno.test("GET / responds with 404 when Accept prefers another format", async () => {
  for (
    const accept of ["*/*", "application/json", "text/html;q=0.5, text/plain", "text/html;q=0"]
  ) {
    const response = await get({ [A]: OK }, "/", accept);
    assertEquals([response.status, response.headers.get("vary")], [404, "Accept"], accept);
    await response.body?.cancel();
  }
});

Deno.test("GET / responds as the format of its query asks when Accept prefers another", async () => {
  const page = await get({ [A]: OK }, "/?format=html", "*/*");
  assertEquals([page.status, page.headers.get("content-type")], [200, "text/html; charset=utf-8"]);
  const text = await get({ [A]: OK }, "/?format=text", BROWSER);
  assertEquals([text.status, text.headers.get("content-type")], [404, "text/plain; charset=utf-8"]);
  for (const { body } of [page, text]) await body?.cancel();
});

Deno.test("HEAD / responds like GET without a body when Accept prefers text/html", async () => {
  const app = await appOf({ [A]: REFUSED });
  const response = await app.request("/", { method: "HEAD", headers: { accept: BROWSER } });
  assertEquals([response.status, await response.text()], [503, ""]);
  assertEquals(response.headers.get("content-type"), "text/html; charset=utf-8");
});

Deno.test("GET /self responds in the format of each request when formats and requests alternate", async () => {
  const app = await appOf({ [A]: OK });
  for (const accept of ["text/plain", "text/plain", "text/plain", "text/html", "text/plain"]) {
    const response = await app.request("/self", { headers: { accept } });
    assertEquals(response.headers.get("content-type"), `${accept}; charset=utf-8`);
    assertEquals(response.headers.get("cache-control"), "no-store");
    const text = await response.text();
    assertEquals(text === "Self: Ready 200\n", accept === "text/plain");
  }
});

for (
  const [path, words, without] of [
    ["/all?exclude=b&exclude=c", "2 of 4 endpoints, without b, c", ["b", "c"]],
    ["/all?group=ready", "group ready: 2 of 4 endpoints", []],
    ["/all?group=ready&group=start", "groups ready, start: 3 of 4 endpoints", []],
    ["/all?group=ready&exclude=b&exclude=c", "group ready: 1 of 4 endpoints, without b", ["b"]],
    ["/all/a", "a: 1 of 4 endpoints", []],
  ] as const
) {
  Deno.test(`GET ${path} says in every format that it is a part when it leaves endpoints out`, async () => {
    const found = {
      "http://a/#group=live&group=ready": OK,
      "http://b/#group=ready": OK,
      "http://c/#group=start": OK,
      "http://d/": OK,
    };
    const text = await (await get(found, path)).text();
    assertEquals(text.split("\n").slice(0, 2), ["All: Ready 200", words]);
    const json = await (await get(found, path, "application/json")).json();
    assertEquals([json.of, json.without], [4, [...without]]);
    const health = await (await get(found, path, "application/health+json")).json();
    assertEquals(health.notes, [words]);
    const page = await (await get(found, path, "text/html")).text();
    assertStringIncludes(page, `<title>Ready: ${words} - healthcheck</title>`);
    assertStringIncludes(page, `<h1>Ready: ${words} <small>`);
    assertStringIncludes(page, '<a href="/all">');
  });
}

Deno.test("GET /all says nothing of a part when it is about every endpoint", async () => {
  assertEquals(
    await (await get({ [A]: OK }, "/all?refresh=5")).text(),
    "All: Ready 200\nok      a  status 200 (12 ms)\n",
  );
  assertEquals((await (await get({ [A]: OK }, "/all/a", "application/json")).json()).of, undefined);
});

for (const path of ["/all", "/all/a", "/self"]) {
  for (
    const [format, type] of [
      ["text", "text/plain; charset=utf-8"],
      ["json", "application/json"],
      ["health+json", "application/health+json"],
      ["health%2Bjson", "application/health+json"],
      ["html", "text/html; charset=utf-8"],
    ] as const
  ) {
    Deno.test(`GET ${path}?format=${format} responds with ${type} when Accept prefers another`, async () => {
      const accept = format === "text" ? BROWSER : "text/plain";
      const response = await get({ [A]: REFUSED }, `${path}?format=${format}`, accept);
      assertEquals(response.status, path === "/self" ? 200 : 503);
      assertEquals(response.headers.get("content-type"), type);
      await response.body?.cancel();
    });
  }

  Deno.test(`GET ${path} responds with 400 and lists the formats when it has none of that name`, async () => {
    const response = await get({ [A]: OK }, `${path}?format=xml`, "application/json");
    assertEquals(
      [response.status, await response.text()],
      [400, "Bad request: format must be text or json or health+json or html\n"],
    );
  });
}

for (const ending of ["shutdown", "draining", undefined] as const) {
  Deno.test(`GET /metrics ${ending ? "says" : "does not say"} that it shuts down when the signal is ${ending}`, async () => {
    const app = createApp({
      endpoints: [],
      registry: new Registry([]),
      rounds: { request: () => Promise.resolve(reportOf(at(0), [])) },
      ...ending && { [ending]: AbortSignal.abort() },
    });
    const text = await (await app.request("/metrics")).text();
    assertStringIncludes(text, `\nhealthcheck_shutting_down ${ending ? 1 : 0}\n`);
  });
}

Deno.test("GET /metrics counts no dropped line of the log when nobody counts them", async () => {
  const text = await (await get({ [A]: OK }, "/metrics")).text();
  assertStringIncludes(text, "\nhealthcheck_log_lines_dropped_total 0\n");
});
