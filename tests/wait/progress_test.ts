import { assertEquals } from "@std/assert";
import type { Outcome } from "../../src/check/report.ts";
import { showProgress } from "../../src/wait/progress.ts";
import { OK, REFUSED, report, WARNED } from "../support/reports.ts";

for (
  const [when, found, state] of [
    ["nothing warns", { "http://a/": OK }, "ready"],
    [
      "an endpoint warns",
      { "http://a/": OK, "https://b/": WARNED },
      "ready, b: certificate expires in 9 d",
    ],
    [
      "one endpoint warns and another fails",
      { "https://a/": WARNED, "http://b/": REFUSED },
      "waiting for b (connection refused)",
    ],
  ] as readonly (readonly [string, Readonly<Record<string, Outcome>>, string])[]
) {
  Deno.test(`showProgress() writes the state when ${when}`, async () => {
    let line = "";
    const write = (text: string): boolean => {
      line = text;
      return true;
    };
    const show = showProgress({ columns: 80, output: { write } }, { timeout: 60 });
    show({ report: await report(found), attempt: 2, elapsed: 1.2, over: true });
    assertEquals(line, `\r\x1b[2Kattempt 2, 1 s of 60 s: ${state}\n`);
  });
}
