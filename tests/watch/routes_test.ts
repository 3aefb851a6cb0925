import { assertEquals, assertStringIncludes } from "@std/assert";
import { Hono } from "hono/tiny";
import { addWatchRoutes } from "../../src/watch/routes.ts";
import { HistoryStore } from "../../src/watch/history/store.ts";
import { inFolder } from "../support/folder.ts";
import { OK, REFUSED, report } from "../support/reports.ts";

async function health(
  last: { age: number; ok: boolean } | undefined,
  accept = "text/plain",
): Promise<[number, string]> {
  const round = await report({ "http://a/": last?.ok === false ? REFUSED : OK });
  const app = new Hono();
  addWatchRoutes(app, {
    every: 10,
    history: undefined,
    last: () => last && { report: round, age: last.age },
  });
  const response = await app.request("/health", { headers: { accept } });
  return [response.status, await response.text()];
}

for (
  const [when, last, status, words] of [
    ["no round has ended", undefined, 503, "All: Health check failed"],
    ["the last round was ready", { age: 3.21, ok: true }, 200, "checked 3.2 s ago"],
    ["the last round was not ready", { age: 3, ok: false }, 503, "connection refused"],
    ["the last round is three periods old", { age: 30, ok: true }, 200, "checked 30.0 s ago"],
    [
      "the last round is older than three periods",
      { age: 30.1, ok: true },
      503,
      "All: Health check failed",
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

Deno.test("GET /health responds with `fail` in health+json when no round has ended", async () => {
  const [, text] = await health(undefined, "application/health+json");
  assertEquals(JSON.parse(text).status, "fail");
});

Deno.test("GET /history reads since as a duration when it is asked", async () => {
  await inFolder(async (folder) => {
    const history = await HistoryStore.open(`${folder}/history.db`);
    const app = new Hono();
    addWatchRoutes(app, { every: 10, history, last: () => undefined });
    for (const since of ["90", "500ms", "1.5h", "3650d"]) {
      assertEquals((await app.request(`/history?since=${since}`)).status, 200, since);
    }
    const must = "it must be a duration such as 500ms, 90s or 5m, above 0 and at most 3650d";
    for (const since of ["", "0", "3651d", "1w"]) {
      const response = await app.request(`/history?since=${since}`);
      assertEquals(response.status, 400, since);
      assertStringIncludes(await response.text(), must);
    }
    history.close();
  });
});
