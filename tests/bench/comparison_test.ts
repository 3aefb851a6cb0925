import { assertEquals } from "@std/assert";
import { ratioOf, rowOf, type Sample } from "../../bench/peers/comparison.ts";
import { ratioLines, rowLine } from "../../bench/peers/lines.ts";

const PAIR = { ours: "bundle", other: "go", goal: 1.3 };

function sample(right: number, all: number = right): Sample {
  return { right, all, seconds: 2, processorMs: 10, p99Ms: 3 };
}

Deno.test("rowOf() counts right answers alone when some are wrong", () => {
  assertEquals(rowOf("go", [sample(100, 150), sample(200), sample(400)]), {
    program: "go",
    perSecond: { min: 50, median: 100, max: 200 },
    processorUs: { min: 25, median: 50, max: 100 },
    p99Ms: { min: 3, median: 3, max: 3 },
    wrong: 50,
  });
});

Deno.test("rowOf() has no processor time of an answer when a round has no right one", () => {
  const row = rowOf("go", [sample(0, 10), sample(100)]);
  assertEquals([row.processorUs, row.wrong], [null, 10]);
  assertEquals(rowLine(row), "  go                 25/s, no right answer, p99 3 ms, 10 WRONG");
});

Deno.test("ratioOf() compares the programs in each round when they ran in several", () => {
  // A machine that is slow in the second round slows both: the medians alone would say 1.
  const ours = [sample(200), sample(20), sample(300)];
  const other = [sample(100), sample(10), sample(200)];
  assertEquals(ratioOf(PAIR, ours, other).ratio, { min: 1.5, median: 2, max: 2 });
});

Deno.test("ratioOf() is null when the other had no right answer in a round", () => {
  assertEquals(ratioOf(PAIR, [sample(1), sample(1)], [sample(1), sample(0, 5)]).ratio, null);
});

Deno.test("ratioOf() is 0 when ours had no right answer", () => {
  assertEquals(ratioOf(PAIR, [sample(0, 9)], [sample(5)]).ratio?.median, 0);
});

Deno.test("ratioLines() marks a ratio when it is below its goal", () => {
  const ratio = { min: 1, median: 1.3, max: 2 };
  assertEquals(
    ratioLines([
      { ...PAIR, ratio },
      { ...PAIR, ratio, goal: 1.31 },
      { ...PAIR, ratio, goal: null },
      { ...PAIR, ratio: null },
    ]),
    [
      "  bundle to go: 1.3 (1 to 2), goal 1.3",
      "  bundle to go: 1.3 (1 to 2), goal 1.31 BEHIND",
      "  bundle to go: 1.3 (1 to 2)",
      "  bundle to go: its answers were wrong",
    ],
  );
});
