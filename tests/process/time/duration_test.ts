import { assertEquals } from "@std/assert";
import {
  formatDuration,
  parseDuration,
  roundDuration,
} from "../../../src/process/time/duration.ts";

for (
  const [text, seconds] of [
    // Without a unit, as TIMEOUT has always been written.
    ["5", 5],
    [".5", 0.5],
    ["2.5", 2.5],
    ["5.", 5],
    ["007", 7],
    ["0.001", 0.001],
    ["86401", 86_401],
    ["500ms", 0.5],
    ["9ms", 0.009],
    [".5ms", 0.0005],
    ["90s", 90],
    ["5m", 300],
    ["0.03m", 1.8],
    ["1.5h", 5400],
    ["7d", 604_800],
    ["1m30s", 90],
    ["1h30m", 5400],
    ["1h500ms", 3600.5],
    ["1d2h3m4s5ms", 93_784.005],
    ["3650d", 315_360_000],
    ["315360000", 315_360_000],
    ["315360000000ms", 315_360_000],
  ] as const
) {
  Deno.test(`parseDuration() returns ${seconds} s when given ${text}`, () => {
    assertEquals(parseDuration(text), seconds);
  });
}

for (
  const text of [
    ...["", "0", "0.0", "0d", "-1", "+1", "-5m", "NaN", "Infinity", "1e3", "0x5", ".", ".s"],
    ...[
      "s",
      "ms",
      "5 s",
      " 5",
      "5s ",
      "5\n",
      "5S",
      "5M",
      "5sec",
      "5min",
      "5w",
      "30s1m",
      "1m1m",
      "1m30",
      "1m 30s",
      "m30s",
      "1,5",
      "5us",
    ],
    ...["1.2.3", "3651d", "3650.1d", "315360001", "315360000001ms", "9".repeat(400)],
    `0.${"0".repeat(400)}1`,
  ]
) {
  Deno.test(`parseDuration() returns undefined when given ${JSON.stringify(text)}`, () => {
    assertEquals(parseDuration(text), undefined);
  });
}

Deno.test("parseDuration() takes another unit when a number has none", () => {
  assertEquals(parseDuration("90", "d"), 90 * 86_400);
  assertEquals(parseDuration("0.5", "d"), 43_200);
  assertEquals(parseDuration("12h", "d"), 43_200);
  assertEquals(parseDuration("3651", "d"), undefined);
});

for (
  const [seconds, words] of [
    [0, "0 s"],
    [0.4, "0 s"],
    [12.3, "12 s"],
    [60, "1 min"],
    [3905, "1 h 5 min"],
    [90_000, "1 d 1 h"],
  ] as const
) {
  Deno.test(`formatDuration() writes ${words} when it is given ${seconds}`, () => {
    assertEquals(formatDuration(seconds), words);
  });
}

for (
  const [seconds, words] of [
    [0.4, "0 s"],
    [3905, "1 h"],
    [9.99 * 86_400, "9 d"],
    [86_399, "23 h"],
  ] as const
) {
  Deno.test(`formatDuration() writes ${words} when it is given ${seconds} and one unit`, () => {
    assertEquals(formatDuration(seconds, 1), words);
  });
}

Deno.test("roundDuration() returns microseconds without noise when given a measured duration", () => {
  assertEquals(roundDuration(0.0007044510000005175), 0.000704);
  assertEquals(roundDuration(0.0007044510000005175, "ms"), 0.704);
  assertEquals(roundDuration(0.0010010000000000001, "ms"), 1.001);
  assertEquals(roundDuration(315_360_000.1234564), 315_360_000.123456);
});
