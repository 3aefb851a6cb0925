import { assertEquals, assertThrows } from "@std/assert";
import {
  isMissed,
  type Measurement,
  medianOf,
  rowOf,
  spreadOf,
} from "../../bench/support/measurement.ts";

const MEASUREMENT: Measurement = {
  what: "/all",
  unit: "ms",
  budget: 2,
  command: "healthcheck",
  min: 1,
  median: 2,
  max: 9,
};

Deno.test("medianOf() returns the middle, or the mean of the two there, when values are given", () => {
  assertEquals(medianOf([9, 1, 10]), 9);
  assertEquals(medianOf([10, 9, 1, 2]), 5.5);
});

Deno.test("spreadOf() returns rounded values in order when they come in any order", () => {
  assertEquals(spreadOf([3.14159, 10, 2]), { min: 2, median: 3.14, max: 10 });
  assertEquals(spreadOf([0.01234, 12345.6]), { min: 0.0123, median: 6173, max: 12346 });
});

Deno.test("spreadOf() throws when a value is missing or no number", () => {
  assertThrows(() => spreadOf([]), RangeError, "the values must be numbers, got []");
  assertThrows(() => spreadOf([1, NaN]), RangeError, "the values must be numbers, got [1,NaN]");
});

Deno.test("isMissed() compares the median with the budget when there is one", () => {
  assertEquals(isMissed(MEASUREMENT), false);
  assertEquals(isMissed({ ...MEASUREMENT, median: 2.01 }), true);
  assertEquals(isMissed({ ...MEASUREMENT, median: 100, budget: null }), false);
});

Deno.test("rowOf() marks a measurement when it misses its budget", () => {
  assertEquals(rowOf(MEASUREMENT).split(/ +/), ["/all,", "ms", "2", "1", "2", "9"]);
  assertEquals(rowOf({ ...MEASUREMENT, median: 3 }).endsWith(" 9 MISSED"), true);
});
