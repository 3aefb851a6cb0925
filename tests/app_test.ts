import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { createApp } from "../src/app.ts";
import { parseEndpoints } from "../src/endpoint.ts";
import type { Outcome, Report } from "../src/report.ts";

const OK: Outcome = { ok: true, status: 200 };
const REFUSED: Outcome = { ok: false, status: null, reason: "connection refused" };

async function reportOf(outcomes: readonly Outcome[]): Promise<Report> {
  const urls = outcomes.map((_, index) => `http://u:secret@host:${index + 1}/health?secret=1`);
  return {
    ready: outcomes.every(({ ok }) => ok),
    startedAt: new Date(0),
    results: (await parseEndpoints(urls, 5)).map((endpoint, index) => ({
      endpoint,
      outcome: outcomes[index] ?? OK,
      duration: 0.0123,
    })),
  };
}

function appWith(...outcomes: readonly Outcome[]): ReturnType<typeof createApp> {
  return createApp({ ask: () => reportOf(outcomes) });
}

Deno.test("GET /all answers 200 when all are ok", async () => {
  const response = await appWith(OK, OK).request("/all");
  assertEquals(response.status, 200);
  assertEquals(response.headers.get("cache-control"), "no-store");
  assertEquals((await response.text()).split("\n")[0], "All: Ready 200");
});

Deno.test("GET /all answers 503 with the failures first when one fails", async () => {
  const response = await appWith(OK, REFUSED).request("/all");
  assertEquals(response.status, 503);
  assertEquals(
    await response.text(),
    "All: Health check failed\n" +
      "FAILED  host:2/health  connection refused (12 ms)\n" +
      "ok      host:1/health  status 200 (12 ms)\n",
  );
});

Deno.test("GET /all tells no secret and stays below 10 KiB when a thousand fail", async () => {
  const long: Outcome = { ...REFUSED, reason: "x".repeat(200) };
  const text = await (await appWith(...Array.from({ length: 1000 }, () => long)).request("/all"))
    .text();
  assert(text.length < 9000, `${text.length} characters`);
  assertStringIncludes(text, " more\n");
  assert(!text.includes("secret"));
});

Deno.test("GET /self answers 200 when everything fails", async () => {
  const response = await appWith(REFUSED).request("/self");
  assertEquals([response.status, await response.text()], [200, "Self: Ready 200\n"]);
});

Deno.test("HEAD answers as GET without a body when asked", async () => {
  for (const [path, status] of [["/all", 503], ["/self", 200], ["/x", 404]] as const) {
    const response = await appWith(REFUSED).request(path, { method: "HEAD" });
    assertEquals([response.status, await response.text()], [status, ""]);
  }
});

Deno.test("anything else answers 404 when asked", async () => {
  for (
    const [method, path] of [["GET", "/"], ["POST", "/all"], ["GET", "/all/x"], [
      "GET",
      "/ALL",
    ]] as const
  ) {
    assertEquals((await appWith(OK).request(path, { method })).status, 404);
  }
});
