import { assertEquals, assertStringIncludes } from "@std/assert";
import { REPORT_FORMATS } from "../../src/formats/report_formats.ts";
import { OK, report } from "../support/reports.ts";

for (
  const [type, written] of [
    ["text/plain", "ok      token  status 200 (12 ms, 12 s ago)\n"],
    ["application/json", '"age_seconds":12.3'],
    ["application/health+json", '"time":"1970-01-01T00:00:00.000Z"'],
    ["text/html", "<td>12 ms, 12 s ago\n"],
  ] as const
) {
  Deno.test(`${type} renderReport() says when a success is kept`, async () => {
    const fresh = await report({ "http://a/#name=token": OK });
    const results = fresh.results.map((result) => ({ ...result, age: 12.3 }));
    const renderer = await REPORT_FORMATS.get(type)?.load();
    const text = renderer?.renderReport({ ...fresh, results }, { query: "", refresh: null });
    assertStringIncludes(text ?? "", written);
    const plain = renderer?.renderReport(fresh, { query: "", refresh: null });
    assertEquals(plain?.includes("12 s ago"), false);
  });
}
