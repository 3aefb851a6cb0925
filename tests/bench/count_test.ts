import { assertEquals, assertThrows } from "@std/assert";
import { parseCount } from "../../bench/support/count.ts";

Deno.test("parseCount() returns a number when it is whole and at least 1", () => {
  assertEquals(["1", "30", "999999"].map((text) => parseCount("--rounds", text)), [1, 30, 999999]);
});

Deno.test("parseCount() throws when it is no such number", () => {
  for (const text of ["0", "-1", "1.5", "x", "", "1e3"]) {
    const message = `cannot measure: --rounds must be a whole number from 1, got ${text}`;
    assertThrows(() => parseCount("--rounds", text), Error, message);
  }
});
