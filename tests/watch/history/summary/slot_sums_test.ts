import { assertEquals } from "@std/assert";
import { SlotSums } from "../../../../src/watch/history/summary/slot_sums.ts";

/** What was added to slots with these edges, and down, in milliseconds. */
function sumsOf(
  edges: readonly number[],
  watched: readonly (readonly [number, number])[],
  down: readonly (readonly [number, number])[] = [],
): number[][] {
  const [sums, downs] = [new SlotSums(edges), new SlotSums(edges)];
  for (const [begin, end] of watched) sums.add({ begin, end });
  for (const [begin, end] of down) downs.add({ begin, end });
  assertEquals(sums.total, watched.reduce((sum, [begin, end]) => sum + end - begin, 0));
  return sums.slots(downs).map((slot) => [
    Number(slot.begin),
    Number(slot.end),
    Math.round(slot.watched * 1000),
    Math.round(slot.down * 1000),
  ]);
}

Deno.test("SlotSums.add() divides an interval at the edges of the slots", () => {
  assertEquals(sumsOf([0, 10, 20, 30], [[5, 25]], [[10, 20], [20, 21]]), [
    [0, 10, 5, 0],
    [10, 20, 10, 10],
    [20, 30, 5, 1],
  ]);
  assertEquals(sumsOf([0, 10, 20], [[0, 10], [10, 20]]), [[0, 10, 10, 0], [10, 20, 10, 0]]);
  assertEquals(sumsOf([100, 110, 120], [[109, 111], [119, 120]]), [
    [100, 110, 1, 0],
    [110, 120, 2, 0],
  ]);
});

Deno.test("SlotSums.add() finds the slot when the edges are rounded", () => {
  for (let length = 3; length < 40; length++) {
    const edges = Array.from({ length: 8 }, (_, index) => Math.trunc(index * length / 7));
    const count = (at: number): number =>
      sumsOf(edges, [[at, at + 1]]).findIndex((row) => row[2] === 1);
    for (let at = 0; at < length; at++) {
      const slot = edges.findLastIndex((edge) => edge <= at);
      assertEquals(count(at), slot, `${at} of ${length}`);
    }
  }
});
