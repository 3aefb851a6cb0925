import type { Life } from "./life.ts";

/** The seeds that `deno task ok` lives first, each of 6 hours. A new one is one that found a fault. */
export const SEEDS: readonly number[] = [1, 2, 20261128];

/** What is left of longer lives that once found a fault, by what was wrong. */
export const LIVES: Readonly<Record<string, Life>> = {
  "a late message about an outage counted for another, which began earlier by a clock that was set back":
    {
      seed: 50406,
      every: 15,
      after: 1,
      startup: 60,
      durationMs: 15_200_000,
      events: [
        { ms: 7_383_327, what: "app", state: "hangs" },
        { ms: 8_611_476, what: "app", state: "up" },
        { ms: 8_691_079, what: "slack", state: "busy" },
        { ms: 9_063_274, what: "app", state: "hangs" },
        { ms: 9_309_481, what: "app", state: "up" },
        { ms: 9_871_503, what: "app", state: "hangs" },
        { ms: 10_041_204, what: "step", state: "-1829" },
        { ms: 10_156_189, what: "app", state: "up" },
        { ms: 10_176_343, what: "app", state: "slow" },
        { ms: 10_257_336, what: "slack", state: "takes" },
        { ms: 10_477_776, what: "restart", state: "" },
        { ms: 13_899_518, what: "app", state: "up" },
      ],
    },
  "an endpoint that flaps was down and muted when the life ended": {
    seed: 7001,
    every: 60,
    after: 1,
    startup: 0,
    durationMs: 5_138_565,
    events: [
      { ms: 1_796_946, what: "restart", state: "" },
      { ms: 2_447_319, what: "engine", state: "drags" },
    ],
  },
  "an end was forgotten because its round began before a freeze, and the alert was sent after it": {
    seed: 90204,
    every: 10,
    after: 1,
    startup: 0,
    durationMs: 3_450_000,
    events: [
      { ms: 177_608, what: "engine", state: "drags" },
      { ms: 1_096_760, what: "freeze", state: "16519" },
      { ms: 1_298_297, what: "suspend", state: "5482" },
      { ms: 3_188_059, what: "alerts", state: "loses" },
      { ms: 3_339_662, what: "optional", state: "hangs" },
      { ms: 3_341_077, what: "request", state: "4" },
      { ms: 3_343_149, what: "freeze", state: "207671" },
      { ms: 3_397_673, what: "engine", state: "works" },
    ],
  },
  "an outage began in the second of an earlier one, whose end was told late": {
    seed: 91545,
    every: 15,
    after: 1,
    startup: 0,
    durationMs: 2_920_000,
    events: [
      { ms: 34_809, what: "restart", state: "" },
      { ms: 1_907_067, what: "db", state: "down" },
      { ms: 1_935_108, what: "slack", state: "refuses" },
      { ms: 2_329_858, what: "step", state: "-705" },
      { ms: 2_590_168, what: "db", state: "up" },
      { ms: 2_602_904, what: "db", state: "down" },
    ],
  },
};
