import { assertEquals } from "@std/assert";
import { renderReport, renderSelf } from "../../src/formats/json.ts";
import { OK, REFUSED, report } from "../support/reports.ts";
import { mistakes } from "./schemas.ts";

const VIEW = { query: "", refresh: null };

Deno.test("json renderReport() matches the schema when some endpoints fail", async () => {
  const text = renderReport(
    await report({
      "http://u:p@a:1/x?secret#name=__proto__": OK,
      "tcp://b:2#optional": REFUSED,
      "http+unix:///s:/": { ok: false, status: 500, failure: "status", reason: "status 500" },
    }),
    VIEW,
  );
  assertEquals(mistakes("report", text), []);
  const { ready, message, checks, endpoints, timestamp } = JSON.parse(text);
  assertEquals([ready, message, timestamp], [false, "Not ready", "1970-01-01T00:00:00.000Z"]);
  assertEquals(Object.entries(checks), [["__proto__", true], ["b:2", false], ["/s:/", false]]);
  assertEquals(endpoints[1], {
    name: "b:2",
    url: "tcp://b:2",
    ok: false,
    optional: true,
    status: null,
    failure: "refused",
    reason: "connection refused",
    duration_seconds: 0.0123,
    age_seconds: 0,
  });
});

Deno.test("json renderSelf() matches the schema when called", () => {
  assertEquals(mistakes("self", renderSelf({ now: new Date(), uptime: 1.5 })), []);
});
