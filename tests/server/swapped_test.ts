import { assertEquals } from "@std/assert";
import { warnOfSwapped } from "../../src/server/swapped.ts";

for (
  const [port, timeout, warns] of [
    [8081, 5, false],
    [8081, 600, false],
    [8081, 600.5, true],
    [5, 8081, true],
    [5, 5.5, true],
    [5, 5, false],
    [0, 5, false],
    [0, 601, true],
  ] as const
) {
  Deno.test(`warnOfSwapped() warns ${warns ? "once" : "never"} when given ${port} and ${timeout}`, () => {
    const lines: unknown[] = [];
    warnOfSwapped((...line) => lines.push(line), { port, timeout });
    const line = ["warn", "unlikely PORT and TIMEOUT: did you swap them?", { port, timeout }];
    assertEquals(lines, warns ? [line] : []);
  });
}
