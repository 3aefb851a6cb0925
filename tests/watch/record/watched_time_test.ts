import { assertEquals } from "@std/assert";
import { WatchedTime } from "../../../src/watch/record/watched_time.ts";

/** The spans of rounds, each by its seconds of the wall clock and of the monotonic clock. */
function spansOf(...rounds: readonly (readonly [number, number])[]): (readonly [number, number])[] {
  const watched = new WatchedTime(30);
  for (const [date, ms] of rounds) watched.add({ date: new Date(date * 1000), ms: ms * 1000 });
  return watched.take().map(({ begin, end }) => [begin.getTime() / 1000, end.getTime() / 1000]);
}

for (
  const [what, when, rounds, spans] of [
    ["one span", "no gap is too long", [[0, 5], [10, 15], [40, 45]], [[0, 40]]],
    ["two spans", "a gap is too long", [[0, 5], [10, 15], [41, 46]], [[0, 10], [41, 41]]],
    [
      "the time that passed",
      "the wall clock is set back",
      [[3600, 0], [3610, 10], [20, 20], [30, 30]],
      [[3600, 3610], [10, 30]],
    ],
    [
      "the time that passed",
      "the wall clock is set ahead",
      [[0, 0], [10, 10], [3620, 20], [3630, 30]],
      [[0, 10], [3610, 3630]],
    ],
    ["one span", "the wall clock is slewed", [[0, 0], [9.8, 10], [20.3, 20]], [[0, 20.3]]],
    ["no span that runs backwards", "a wall clock stands", [[5, 0], [5, 0.5], [4.9, 1]], [[5, 5]]],
  ] as const
) {
  Deno.test(`WatchedTime.take() returns ${what} when ${when}`, () => {
    assertEquals(spansOf(...rounds), spans.map((span) => [...span] as const));
  });
}

Deno.test("WatchedTime.take() returns spans again, without a seam, when they were put back", () => {
  const watched = new WatchedTime(30);
  const round = (second: number): void =>
    watched.add({ date: new Date(second * 1000), ms: second * 1000 });
  round(0);
  round(10);
  const spans = watched.take();
  round(20);
  watched.putBack(spans);
  assertEquals(watched.take(), [{ begin: new Date(0), end: new Date(20_000) }]);
  round(30);
  assertEquals(watched.take(), [{ begin: new Date(20_000), end: new Date(30_000) }]);
});

Deno.test("WatchedTime.add() begins a span when the gap is longer than it may be", () => {
  assertEquals(spansOf([0, 0], [30, 30]), [[0, 30]]);
  assertEquals(spansOf([0, 0], [30.001, 30.001]), [[0, 0], [30.001, 30.001]]);
});

Deno.test("WatchedTime.take() returns the last 1000 spans when there are more", () => {
  const spans = spansOf(...Array.from({ length: 1002 }, (_, i) => [i * 60, i * 60] as const));
  assertEquals([spans.length, spans[0], spans.at(-1)], [1000, [120, 120], [60_060, 60_060]]);
  assertEquals(
    spansOf(...Array.from({ length: 1000 }, (_, i) => [i * 60, 0] as const)).length,
    1000,
  );
});
