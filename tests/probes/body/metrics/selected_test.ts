import { assertEquals } from "@std/assert";
import { MAX_VALUES, SelectedSums } from "../../../../src/probes/body/metrics/selected.ts";
import { parseMetricSelector } from "../../../../src/probes/body/metrics/selector.ts";
import { parseSeries } from "../../../../src/probes/body/metrics/series.ts";

function sumsOf(
  text: string,
  each: readonly string[] = [],
  option: "metric" | "progress" | "busy" = "metric",
): SelectedSums {
  const selector = parseMetricSelector(text);
  if (selector === undefined) throw new TypeError(text);
  return new SelectedSums({ selector, option }, each);
}

/** Adds lines to sums. Returns what is wrong with each. */
function add(sums: SelectedSums, ...lines: readonly string[]): (string | undefined)[] {
  return lines.map((line) => {
    const series = parseSeries(line);
    if (series === undefined) throw new TypeError(line);
    return sums.add(series);
  });
}

for (
  const [selector, line, seen] of [
    ["up", 'up{a="b"} 1', "sample"],
    ['up{a="b"}', 'up{a="b",c="d"} 1', "sample"],
    ['up{a="b"}', 'up{a="c"} 1', "other labels"],
    ['up{a="b"}', "up 1", "other labels"],
    ['up{a=""}', "up 1", "sample"],
    ['up{le="1"}', 'up{le="1.0"} 1', "sample"],
    ['up{quantile="0.5"}', 'up{quantile=".5"} 1', "sample"],
    ['up{le="1"}', 'up{le="2"} 1', "other labels"],
    ['up{le="x"}', 'up{le="y"} 1', "other labels"],
    ['up{a="1"}', 'up{a="1.0"} 1', "other labels"],
  ] as const
) {
  Deno.test(`SelectedSums.add() has seen ${seen} when ${selector} reads ${line}`, () => {
    const sums = sumsOf(selector);
    assertEquals([add(sums, line), sums.seen], [[undefined], seen]);
    assertEquals([...sums.values], seen === "sample" ? [["", 1]] : []);
  });
}

Deno.test("SelectedSums.seen stays what was seen best when more of the page is read", () => {
  const sums = sumsOf('up_total{a="b"}');
  const seen: string[] = [sums.seen];
  for (const name of ["down", "up", "up_total"]) {
    sums.onType(name);
    seen.push(sums.seen);
  }
  add(sums, 'up_total{a="c"} 1');
  sums.onType("up");
  seen.push(sums.seen);
  add(sums, 'up_total{a="b"} 1', 'up_total{a="c"} 1');
  seen.push(sums.seen);
  assertEquals(seen, ["nothing", "nothing", "type", "type", "other labels", "sample"]);
});

Deno.test("SelectedSums.add() counts less than nothing as nothing when it is about what is busy", () => {
  for (const [option, expected] of [["busy", 2], ["metric", 1], ["progress", 1]] as const) {
    const sums = sumsOf("up", [], option);
    add(sums, 'up{a="b"} -1', 'up{a="c"} 2');
    assertEquals([...sums.values.values()], [expected]);
  }
});

Deno.test("SelectedSums.add() says what is wrong when a value or a label is", () => {
  assertEquals(add(sumsOf("up"), "up x"), ["metric up is malformed"]);
  assertEquals(add(sumsOf("up", ["a"], "progress"), "up 1"), ["progress has no label a"]);
});

Deno.test("SelectedSums.values has a sum for each of the values of the labels", () => {
  const sums = sumsOf("up", ["a", "b"]);
  add(sums, 'up{b="x",a="1"} 1', 'up{a="1",b="x",c="y"} 2', 'up{a="1",b="y"} 4');
  assertEquals([...sums.values], [['a="1", b="x"', 3], ['a="1", b="y"', 4]]);
});

Deno.test("SelectedSums.values tells values apart when they look alike as they are shown", () => {
  const sums = sumsOf("up", ["a"]);
  const long = "x".repeat(64);
  add(sums, `up{a="${long}"} 1`, `up{a="${long}y"} 2`, `up{a="${long}z"} 4`);
  assertEquals([...sums.values.values()], [1, 2, 4]);
  const shown = [...sums.values.keys()].map((key) => key.split("\0")[0]);
  assertEquals(shown, Array(3).fill(`a="${long}"`));
});

Deno.test("SelectedSums.add() takes 256 values, and refuses another", () => {
  const sums = sumsOf("up", ["a"], "busy");
  const lines = Array.from({ length: MAX_VALUES }, (_, index) => `up{a="${index}"} 1`);
  assertEquals([MAX_VALUES, add(sums, ...lines, lines[0] ?? "").filter(Boolean)], [256, []]);
  assertEquals(add(sums, 'up{a="256"} 1'), ["busy has over 256 values of a"]);
});
