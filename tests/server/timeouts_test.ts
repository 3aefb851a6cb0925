import { assertEquals } from "@std/assert";
import { logLongTimeouts, warnOfSwapped } from "../../src/server/timeouts.ts";

function logged(timeouts: Readonly<Record<string, number>>): unknown[] {
  const lines: unknown[] = [];
  const endpoints = Object.entries(timeouts).map(([name, timeout]) => ({ name, timeout }));
  logLongTimeouts((...line) => lines.push(line), endpoints, 5);
  return lines;
}

Deno.test("logLongTimeouts() logs one line when endpoints have a timeout longer than TIMEOUT", () => {
  assertEquals(logged({ a: 5, b: 30, c: 1, d: 6 }), [
    ["info", "timeouts longer than TIMEOUT", { longest: 30, endpoints: "b d" }],
  ]);
});

Deno.test("logLongTimeouts() logs nothing when no timeout is longer", () => {
  assertEquals(logged({ a: 5, b: 4.9 }), []);
});

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
    warnOfSwapped((...line) => lines.push(line), port, timeout);
    const line = ["warn", "unlikely PORT and TIMEOUT: did you swap them?", { port, timeout }];
    assertEquals(lines, warns ? [line] : []);
  });
}
