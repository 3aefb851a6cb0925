import { assertEquals } from "@std/assert";
import {
  parseNumber,
  parseSeries,
  parseSeriesName,
  parseTypeName,
  parseValue,
} from "../../../../src/probes/body/metrics/series.ts";

for (
  const [line, expected] of [
    ["up 1", { name: "up", labels: [], rest: "1" }],
    ["up", { name: "up", labels: [], rest: "" }],
    ["up{} 1", { name: "up", labels: [], rest: " 1" }],
    [' up { a = "b" , c="d", } 1', { name: "up", labels: [["a", "b"], ["c", "d"]], rest: " 1" }],
    ['up{a="\\\\\\"\\n\\x"} 1', { name: "up", labels: [["a", '\\"\n\\x']], rest: " 1" }],
    ['{"an odd name"} 1', { name: "an odd name", labels: [], rest: " 1" }],
    ['{"odd","odd label"="b",c="d"} 1', {
      name: "odd",
      labels: [["odd label", "b"], ["c", "d"]],
      rest: " 1",
    }],
    ['{"odd" a="b"} 1', undefined],
    ['up{a="b",a="c"} 1', undefined],
    ['up{a="b"', undefined],
    ["up{a=b} 1", undefined],
    ["1up 1", undefined],
    ["", undefined],
    ["# HELP up", undefined],
  ] as const
) {
  Deno.test(`parseSeries() returns ${JSON.stringify(expected)} when the line is ${line}`, () => {
    assertEquals<unknown>(parseSeries(line), expected);
    if (expected !== undefined) assertEquals(parseSeriesName(line), expected.name);
  });
}

for (
  const [line, expected] of [
    ["# TYPE up gauge", "up"],
    ["#TYPE up gauge", "up"],
    ['# TYPE "an odd\\nname" gauge', "an odd\nname"],
    ["# TYPES up gauge", undefined],
    ["# HELP up gauge", undefined],
    ["up 1", undefined],
  ] as const
) {
  Deno.test(`parseTypeName() returns ${expected} when the line is ${line}`, () => {
    assertEquals(parseTypeName(line), expected);
  });
}

for (
  const [rest, expected] of [
    [" 5", 5],
    ['5e3 1395066363.1 # {trace="x"} 0.67', 5000],
    ["5 # {}", 5],
    ["5 x", undefined],
    ["5 1 2", undefined],
    ["", undefined],
    ["x", undefined],
  ] as const
) {
  Deno.test(`parseValue() returns ${expected} when the rest is ${rest}`, () => {
    assertEquals(parseValue(rest), expected);
  });
}

for (
  const [text, expected] of [
    ["+Inf", Infinity],
    ["-infinity", -Infinity],
    ["NaN", NaN],
    [".5", 0.5],
    ["5.", 5],
    ["-1E+2", -100],
    ["0x10", undefined],
    ["1_000", undefined],
    [".", undefined],
    ["", undefined],
  ] as const
) {
  Deno.test(`parseNumber() returns ${expected} when the text is ${text}`, () => {
    assertEquals(parseNumber(text), expected);
  });
}

Deno.test("parseSeriesName() returns nothing when the line does not begin with a series", () => {
  assertEquals(["# up", "1", '{a="b"} 1'].map(parseSeriesName), [undefined, undefined, undefined]);
});
