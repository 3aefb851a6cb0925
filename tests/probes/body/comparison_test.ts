import { assertEquals } from "@std/assert";
import { compares, parseComparison } from "../../../src/probes/body/comparison.ts";

for (
  const [text, left, operator, number] of [
    ["a<5", "a", "<", 5],
    ["a<=5", "a", "<=", 5],
    ["a>5", "a", ">", 5],
    ["a>=5", "a", ">=", 5],
    ["a==5", "a", "==", 5],
    ["a!=5", "a", "!=", 5],
    ["a<-5.25", "a", "<", -5.25],
    ["a<+5", "a", "<", 5],
    ["a<.5", "a", "<", 0.5],
    ["a<5.", "a", "<", 5],
    ["a<1e6", "a", "<", 1e6],
    ["a<1E-6", "a", "<", 1e-6],
    ['a{b="c<d"}<5', 'a{b="c<d"}', "<", 5],
    ['a{b="c<5"}>=6', 'a{b="c<5"}', ">=", 6],
    ['a{b="\n"}<5', 'a{b="\n"}', "<", 5],
    ["items[].count==0", "items[].count", "==", 0],
  ] as const
) {
  Deno.test(`parseComparison() returns its parts when given ${JSON.stringify(text)}`, () => {
    const { digits = "", ...parsed } = parseComparison(text) ?? {};
    assertEquals(parsed, { left, comparison: { operator, number } });
    assertEquals([Number(digits), text.endsWith(digits)], [number, true]);
  });
}

for (
  const text of [
    "",
    "a",
    "a5",
    "<5",
    "a<",
    "a=5",
    "a=<5",
    "a=>5",
    "a<>5",
    "a===5",
    "a!5",
    "a~5",
    "a<x",
    "a<5x",
    "a<0x5",
    "a<1_000",
    "a<1,000",
    "a< 5",
    "a<.",
    "a<--5",
    "a<1e",
    "a<Infinity",
    "a<NaN",
    "a<1e999",
    "a<5 ",
    "a<5\n",
    'a{b="c<5"}',
  ]
) {
  Deno.test(`parseComparison() returns undefined when given ${JSON.stringify(text)}`, () => {
    assertEquals(parseComparison(text), undefined);
  });
}

for (
  const [operator, ...expected] of [
    ["<", true, false, false],
    ["<=", true, true, false],
    [">", false, false, true],
    [">=", false, true, true],
    ["==", false, true, false],
    ["!=", true, false, true],
  ] as const
) {
  Deno.test(`compares() compares the value with the number when the operator is ${operator}`, () => {
    const comparison = { operator, number: 5 };
    assertEquals([4.9, 5, 5.1].map((value) => compares(value, comparison)), expected);
    assertEquals(compares(-Infinity, comparison), expected[0]);
    assertEquals(compares(Infinity, comparison), expected[2]);
    assertEquals(compares(NaN, comparison), false);
  });
}
