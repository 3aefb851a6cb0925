import { assertEquals } from "@std/assert";
import { parseMetricSelector } from "../../../../src/probes/body/metrics/selector.ts";

for (
  const [text, name, labels] of [
    ["up", "up", []],
    ["vllm:num_requests_running", "vllm:num_requests_running", []],
    ["up{}", "up", []],
    ['up{job="a"}', "up", [["job", "a"]]],
    ['up{job="a",}', "up", [["job", "a"]]],
    ['up { job = "a" ,\t_x="" }', "up", [["job", "a"], ["_x", ""]]],
    ['up{path="C:\\\\x \\"y\\"\\nz\\d,}"}', "up", [["path", 'C:\\x "y"\nz\\d,}']]],
    ['up{a="\u00e4"}', "up", [["a", "\u00e4"]]],
    ['{"http.count"}', "http.count", []],
    ['{"a\\"b","c.d"="e"}', 'a"b', [["c.d", "e"]]],
  ] as const
) {
  Deno.test(`parseMetricSelector() returns name and labels when given ${JSON.stringify(text)}`, () => {
    assertEquals(parseMetricSelector(text), { name, labels });
  });
}

for (
  const text of [
    "",
    "5",
    "5xx",
    "a-b",
    "a b",
    "a\u00e4",
    "#a",
    "a{",
    "a}",
    "a{}x",
    "a{b}",
    "a{b=c}",
    "a{b='c'}",
    'a{b="c}',
    'a{b="c"',
    'a{="c"}',
    'a{b="c" d="e"}',
    'a{,b="c"}',
    'a{b!="c"}',
    'a{b=~"c"}',
    'a{b="c",b="d"}',
    "a[5m]",
    "sum(a)",
    '{b="c"}',
    '{"a"b="c"}',
    '{""}',
    "{}",
  ]
) {
  Deno.test(`parseMetricSelector() returns undefined when given ${JSON.stringify(text)}`, () => {
    assertEquals(parseMetricSelector(text), undefined);
  });
}
