import { assertEquals, assertThrows } from "@std/assert";
import { grownInTorture, growthOf, type Usage } from "./growth.ts";

/** An hour of samples, one every 10 s. */
const hour = (at: (minute: number) => Usage): Usage[] =>
  Array.from({ length: 360 }, (_, index) => at(index / 6));

for (
  const [grown, what, at] of [
    [false, "it grows in the first ten minutes only", (m) => [20, 30 + Math.min(m, 10)]],
    [false, "memory goes up and down", (m) => [20, 30 + 5 * Math.floor(m % 3)]],
    [true, "3 MiB are added", (m) => [20, 30 + 3.2 * m / 50 + Math.floor(m % 2)]],
    [
      true,
      "a descriptor stays open every five minutes",
      (m) => [20 + m % 2 + Math.floor(m / 5), 30],
    ],
  ] as readonly (readonly [boolean, string, (minute: number) => Usage])[]
) {
  Deno.test(`growthOf() says ${grown} when ${what}`, () => {
    assertEquals(growthOf(hour(at)).grown, grown);
  });
}

Deno.test("growthOf() throws when there are no samples", () => {
  assertThrows(() => growthOf([]), RangeError, "there must be samples");
});

for (
  const [seconds, usage, lines] of [
    [120, [[25, 60], [30, 68], [45, 84]], []],
    [120, [[25, 60], [30, 68], [46, 84]], [
      "grown: from 25 to 46 open descriptors, more than 20 added",
    ]],
    [120, [[25, 60], [30, 68], [45, 85]], [
      "grown: from 68.0 to 85.0 MiB resident, more than 16 added",
    ]],
    [119, [[25, 60], [30, 68], [68, 97]], []],
  ] as readonly (readonly [number, Usage[], string[]])[]
) {
  Deno.test(`grownInTorture() finds ${lines.length} lines when ${JSON.stringify(usage)} is used in ${seconds} s`, () => {
    assertEquals(grownInTorture(seconds, usage), lines);
  });
}
