import { assertEquals } from "@std/assert";
import { nearMiss } from "../../../src/process/text/near_miss.ts";

const WORDS = ["for", "name", "timeout", "status", "header"];

for (
  const [text, word] of [
    ["timeout", "timeout"],
    ["timout", "timeout"],
    ["tiemout", "timeout"],
    ["timeoutss", "timeout"],
    ["Header", "header"],
    ["stats", "status"],
    ["nam", "name"],
    ["timeoutsss", undefined],
    ["tmt", undefined],
    ["xyzzy", undefined],
    ["", undefined],
    ["x", undefined],
    ["to", undefined],
    ["e".repeat(100_000), undefined],
  ] as const
) {
  Deno.test(`nearMiss() returns ${word} when given ${text.slice(0, 12)}`, () => {
    assertEquals(nearMiss(text, WORDS), word);
  });
}

Deno.test("nearMiss() returns the nearest word when two are near", () => {
  assertEquals(nearMiss("metho", ["metric", "method"]), "method");
  assertEquals(nearMiss("metho", ["method", "metric"]), "method");
});
