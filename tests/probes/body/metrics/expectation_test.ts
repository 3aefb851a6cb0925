import { assert, assertEquals } from "@std/assert";
import {
  judgeMetric,
  parseMetricExpectation,
} from "../../../../src/probes/body/metrics/expectation.ts";

for (
  const [text, name, labels, operator, number] of [
    ["vllm:num_requests_waiting<100", "vllm:num_requests_waiting", [], "<", 100],
    ['up{job="a<b",x="5>6"}==1', "up", [["job", "a<b"], ["x", "5>6"]], "==", 1],
    ['{"http.count"}>=0.5', "http.count", [], ">=", 0.5],
  ] as const
) {
  Deno.test(`parseMetricExpectation() returns its parts when given ${text}`, () => {
    assertEquals(parseMetricExpectation(text), {
      selector: { name, labels },
      comparison: { operator, number },
    });
  });
}

for (
  const text of ["", "up", "<5", "up<", "up=<5", "up=5", "u p<5", 'up{job="a<5', "5<6", "a<b<5"]
) {
  Deno.test(`parseMetricExpectation() returns undefined when given ${JSON.stringify(text)}`, () => {
    assertEquals(parseMetricExpectation(text), undefined);
  });
}

for (
  const [sum, text, expected] of [
    [99, "queue_depth<100", null],
    [120, "queue_depth<100", "metric queue_depth is 120, must be < 100"],
    [0.5, 'up{token="secret"}==1', "metric up is 0.5, must be == 1"],
    [Infinity, "lag<=1e6", "metric lag is Infinity, must be <= 1000000"],
  ] as const
) {
  Deno.test(`judgeMetric() returns ${expected} when the sum is ${sum} and must be ${text}`, () => {
    const expectation = parseMetricExpectation(text);
    assert(expectation !== undefined);
    assertEquals(judgeMetric(new Map([["", sum]]), expectation), expected);
  });
}
