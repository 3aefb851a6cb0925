import { assert, assertEquals, assertLessOrEqual, assertStringIncludes } from "@std/assert";
import { renderReport } from "../../src/formats/text.ts";
import type { Outcome } from "../../src/check/report.ts";
import { OK, REFUSED, report, WARNED } from "../support/reports.ts";

const VIEW = { query: "", refresh: null };
const MAX_BYTES = 8 * 1024;
/** The longest reason, in characters of three bytes. */
const LONG: Outcome = { ok: false, status: null, failure: "other", reason: "\u20ac".repeat(200) };

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** Creates the outcomes of this many endpoints. */
function many(count: number, outcome: Outcome): Record<string, Outcome> {
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`tcp://h:${i + 1}`, outcome]));
}

for (
  const [when, found] of [
    ["2,000 endpoints are ok", many(2000, OK)],
    ["2,000 endpoints fail", many(2000, REFUSED)],
    ["2,000 endpoints fail with long reasons", many(2000, LONG)],
    ["a name has 100,000 characters", {
      [`http://a/${"x".repeat(100_000)}`]: LONG,
      "http://b/": OK,
    }],
    [
      "30 names have 1,000 characters",
      Object.fromEntries(
        Array.from({ length: 30 }, (_, i) => [`http://a/${i}/${"x".repeat(1000)}`, LONG]),
      ),
    ],
  ] as const
) {
  for (const age of [undefined, 12_345.6]) {
    const aged = age === undefined ? "" : " and there is an age";
    Deno.test(`text renderReport() stays within 8 KiB when ${when}${aged}`, async () => {
      const made = await report(found);
      const text = renderReport(made, age === undefined ? VIEW : { ...VIEW, age });
      assertLessOrEqual(bytesOf(text), MAX_BYTES);
      const lines = text.split("\n").slice(1, -1);
      if (age !== undefined) assertEquals(lines.pop(), "checked 12345.6 s ago");
      const more = /^\.\.\. and (\d+) more$/.exec(lines.at(-1) ?? "");
      const shown = more === null ? lines.length : lines.length - 1;
      assertEquals(shown + Number(more?.[1] ?? 0), made.results.length);
      const first = made.results[0]?.outcome;
      if (first?.ok === false) assertStringIncludes(lines[0] ?? "", first.reason);
    });
  }
}

Deno.test("text renderReport() uses the 8 KiB when many endpoints fail", async () => {
  const text = renderReport(await report(many(2000, REFUSED)), VIEW);
  assert(bytesOf(text) > MAX_BYTES - 100, `${bytesOf(text)} bytes`);
});

Deno.test("text renderReport() is ready and lists a warning first when there is one", async () => {
  assertEquals(
    renderReport(await report({ "http://b/": OK, "https://api/": WARNED }), VIEW),
    "All: Ready 200\n" +
      "WARN    api  status 200, certificate expires in 9 d (12 ms)\n" +
      "ok      b    status 200 (12 ms)\n",
  );
});

Deno.test("text renderReport() cuts a name when it is longer than 200 characters", async () => {
  const text = renderReport(
    await report({
      [`http://a/${"x".repeat(199)}`]: REFUSED,
      [`http://b/${"x".repeat(198)}`]: REFUSED,
    }),
    VIEW,
  );
  assertEquals(
    text,
    "All: Health check failed\n" +
      `FAILED  a/${"x".repeat(195)}...  connection refused (12 ms)\n` +
      `FAILED  b/${"x".repeat(198)}  connection refused (12 ms)\n`,
  );
});
