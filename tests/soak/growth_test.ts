import { assertEquals } from "@std/assert";
import { growthOf, type Usage } from "./growth.ts";

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
