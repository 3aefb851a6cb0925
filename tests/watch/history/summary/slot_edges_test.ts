import { assert, assertEquals } from "@std/assert";
import { slotEdges } from "../../../../src/watch/history/summary/slot_edges.ts";
import { random } from "../../../support/random.ts";

function edges(begin: string, end: string, max = Infinity): string[] {
  return slotEdges({ begin: Date.parse(begin), end: Date.parse(end) }, max)
    .map((ms) => new Date(ms).toISOString().slice(0, 16));
}

for (
  const [length, begin, end, first, second, last] of [
    ["an hour", "2026-11-20T16:29Z", "2026-11-21T16:29Z", "20T16:00", "20T17:00", "21T17:00"],
    ["6 hours", "2026-11-14T16:29Z", "2026-11-21T16:29Z", "14T12:00", "14T18:00", "21T18:00"],
    ["a day", "2026-11-01T16:29Z", "2026-11-30T16:29Z", "01T00:00", "02T00:00", "01T00:00"],
    ["a week", "2025-11-21T16:29Z", "2026-11-21T16:29Z", "17T00:00", "24T00:00", "23T00:00"],
    [
      "an hour at an edge",
      "2026-11-21T16:00Z",
      "2026-11-21T17:00Z",
      "21T16:00",
      "21T17:00",
      "21T17:00",
    ],
    [
      "an hour without time",
      "2026-11-21T16:29Z",
      "2026-11-21T16:29Z",
      "21T16:00",
      "21T17:00",
      "21T17:00",
    ],
  ] as const
) {
  Deno.test(`slotEdges() begins at midnight or the full hour when a slot is ${length}`, () => {
    const all = edges(begin, end);
    assertEquals([all[0], all[1], all.at(-1)].map((edge) => edge?.slice(8)), [first, second, last]);
  });
}

Deno.test("slotEdges() begins weeks on a Monday", () => {
  assertEquals(new Date(`${edges("2025-11-21", "2026-11-21")[0]}Z`).getUTCDay(), 1);
});

Deno.test("slotEdges() gives equal slots that contain the interval when it is random", () => {
  const next = random(7);
  for (let run = 0; run < 1000; run++) {
    const begin = Math.floor(next() * 2e12);
    const end = begin + Math.floor(3650 * 86_400_000 * next() ** 6);
    const max = 1 + Math.floor(next() * 200);
    const all = slotEdges({ begin, end }, max);
    const [first = NaN, second = NaN] = all;
    assert(first <= begin && (all.at(-1) ?? NaN) >= end, `run ${run}`);
    assert(second > begin && (all.at(-2) ?? NaN) <= end, `run ${run}`);
    assert(all.every((edge, index) => edge === first + index * (second - first)), `run ${run}`);
    assert(all.length - 1 <= Math.min(max, 104) + 1, `run ${run}: ${all.length}`);
  }
});

Deno.test("slotEdges() takes the shorter slots when as many as allowed fit", () => {
  assertEquals(edges("2026-11-20T00:00Z", "2026-11-21T00:00Z", 24).length - 1, 24);
});
