import { assertEquals } from "@std/assert";
import { renderReport, renderSelf } from "../../src/formats/json.ts";
import { OK, REFUSED, report, WARNED } from "../support/reports.ts";
import { mistakes } from "./schemas.ts";

const VIEW = { query: "", refresh: null };

Deno.test("json renderReport() matches the schema when some endpoints fail", async () => {
  const text = renderReport(
    await report({
      "http://u:p@a:1/x?secret#name=__proto__": OK,
      "tcp://b:2#optional&group=x&group=y": REFUSED,
      "http+unix:///s:/": { ok: false, status: 500, failure: "status", reason: "status 500" },
    }),
    VIEW,
  );
  assertEquals(mistakes("all", text), []);
  const { ready, message, checks, endpoints, timestamp } = JSON.parse(text);
  assertEquals([ready, message, timestamp], [false, "Not ready", "1970-01-01T00:00:00.000Z"]);
  assertEquals(Object.entries(checks), [["__proto__", true], ["b:2", false], ["/s:/", false]]);
  assertEquals(endpoints[1], {
    name: "b:2",
    url: "tcp://b:2",
    ok: false,
    optional: true,
    groups: ["x", "y"],
    status: null,
    failure: "refused",
    reason: "connection refused",
    warning: null,
    certificate: null,
    duration_seconds: 0.0123,
    age_seconds: 0,
  });
});

Deno.test("json renderReport() writes no digit beyond microseconds when durations were measured", async () => {
  const { results: [result], ...round } = await report({ "http://a/": OK });
  if (result === undefined) throw new Error("no result");
  const measured = { ...result, duration: 0.0007044510000005175, age: 1.2345678900000001 };
  const text = renderReport({ ...round, results: [measured] }, { ...VIEW, age: 7.0000004999 });
  const { endpoints: [endpoint], age_seconds } = JSON.parse(text);
  assertEquals([endpoint.duration_seconds, endpoint.age_seconds], [0.000704, 1.234568]);
  assertEquals(age_seconds, 7);
  const self = renderSelf({ now: new Date(), uptime: 12.345678900000002 });
  assertEquals(JSON.parse(self).uptime_seconds, 12.345679);
});

Deno.test("json renderReport() gives the warning and the certificate when there are some", async () => {
  const text = renderReport(await report({ "https://a/": WARNED }), VIEW);
  assertEquals(mistakes("all", text), []);
  const { ready, checks, endpoints: [{ ok, warning, certificate }] } = JSON.parse(text);
  assertEquals({ ready, checks, ok, warning, certificate }, {
    ready: true,
    checks: { a: true },
    ok: true,
    warning: "certificate expires in 9 d",
    certificate: {
      expires: "1970-01-10T12:00:00.000Z",
      issuer: "Example CA",
      subject: "app.example",
    },
  });
});

Deno.test("json renderSelf() matches the schema when called", () => {
  assertEquals(mistakes("self", renderSelf({ now: new Date(), uptime: 1.5 })), []);
});
