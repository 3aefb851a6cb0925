import { assertEquals } from "@std/assert";
import { renderReport, renderSelf } from "../../src/formats/health_json.ts";
import { OK, REFUSED, report, WARNED } from "../support/reports.ts";
import { mistakes } from "./schemas.ts";

const VIEW = { query: "", refresh: null };

for (
  const [when, found, status] of [
    ["every endpoint is ok", { "http://a/": OK, "http://b/": OK }, "pass"],
    ["an optional endpoint fails", { "http://a/": OK, "http://b/#optional": REFUSED }, "warn"],
    ["a certificate expires soon", { "http://a/": OK, "https://b/": WARNED }, "warn"],
    ["a required endpoint fails", { "http://a/": REFUSED, "http://b/#optional": REFUSED }, "fail"],
  ] as const
) {
  Deno.test(`health_json renderReport() returns ${status} when ${when}`, async () => {
    const text = renderReport(await report(found), VIEW);
    assertEquals(mistakes("health", text), []);
    assertEquals(JSON.parse(text).status, status);
  });
}

Deno.test("health_json renderReport() escapes the key of a check when the name has a colon", async () => {
  const text = renderReport(await report({ "http://a:1/x%3A": REFUSED }), VIEW);
  assertEquals(mistakes("health", text), []);
  assertEquals(JSON.parse(text).checks, {
    "a%3A1/x%253A:responseTime": [{
      componentId: "a:1/x%3A",
      componentType: "component",
      observedValue: 12.3,
      observedUnit: "ms",
      status: "fail",
      time: "1970-01-01T00:00:00.000Z",
      output: "connection refused",
    }],
  });
});

Deno.test("health_json writes no digit beyond microseconds when durations were measured", async () => {
  const { results: [result], ...round } = await report({ "http://a/": OK });
  if (result === undefined) throw new Error("no result");
  const measured = { ...result, duration: 0.0007044510000005175 };
  const { checks } = JSON.parse(renderReport({ ...round, results: [measured] }, VIEW));
  assertEquals(checks["a:responseTime"][0].observedValue, 0.704);
  const self = renderSelf({ now: new Date(), uptime: 12.345678900000002 });
  assertEquals(JSON.parse(self).checks.uptime[0].observedValue, 12.345679);
});

Deno.test("health_json renderReport() gives the warning as output when there is one", async () => {
  const text = renderReport(await report({ "https://a/": WARNED }), VIEW);
  const [{ status, output }] = JSON.parse(text).checks["a:responseTime"];
  assertEquals([status, output], ["warn", "certificate expires in 9 d"]);
});

Deno.test("health_json renderSelf() matches the schema when called", () => {
  assertEquals(mistakes("health", renderSelf({ now: new Date(), uptime: 1.5 })), []);
});
