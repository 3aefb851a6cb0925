import { assertEquals } from "@std/assert";
import { warnOfOldDeno } from "../../src/process/deno_version.ts";

for (
  const [version, warns] of [
    ["1.46.3", true],
    ["2.5.7", true],
    ["2.8.0", true],
    ["2.9.0", false],
    ["2.9.6", false],
    ["2.10.0-rc.1", false],
    ["3.0.0", false],
  ] as const
) {
  Deno.test(`warnOfOldDeno() ${warns ? "warns once" : "is silent"} when Deno is ${version}`, () => {
    const lines: unknown[] = [];
    warnOfOldDeno((...line) => lines.push(line), version);
    const warning = ["warn", "Deno is too old", { version, oldest: "2.9" }];
    assertEquals(lines, warns ? [warning] : []);
  });
}
