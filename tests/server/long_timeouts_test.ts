import { assertEquals } from "@std/assert";
import { logLongTimeouts } from "../../src/server/long_timeouts.ts";

function logged(timeouts: Readonly<Record<string, number>>): unknown[] {
  const lines: unknown[] = [];
  const endpoints = Object.entries(timeouts).map(([name, timeout]) => ({ name, timeout }));
  logLongTimeouts((...line) => lines.push(line), { endpoints, timeout: 5 });
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
