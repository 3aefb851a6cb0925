import { assertEquals } from "@std/assert";
import { parseMetricExpectation } from "../../../../src/probes/body/metrics/expectation.ts";
import { UNPAIRED } from "../../../../src/probes/body/metrics/progress.ts";
import { workOf } from "../../../../src/probes/body/metrics/work.ts";

const RUNNING = parseMetricExpectation("running>0");
const OPTIONS = {
  metric: null,
  progress: null,
  busy: RUNNING === undefined ? null : [RUNNING],
  each: [],
  ifMissing: false,
};

Deno.test("workOf() returns the work of all gauges together only when none has a counter", () => {
  const busy = { name: "running", value: 4 };
  const done = new Map([["a", 5]]);
  assertEquals([...workOf(OPTIONS, done, [new Map([["a", 4]])])], [["a", { progress: 5, busy }]]);
  assertEquals([...workOf(OPTIONS, done, [new Map([["b", 4]])])], [
    [UNPAIRED, { progress: 0, busy }],
  ]);
});
