import { assertEquals } from "@std/assert";
import { freezeCount } from "../../src/process/time/freeze.ts";
import { onSchedule } from "../../src/watch/schedule.ts";
import { SkippedTime } from "../support/time.ts";

Deno.test("onSchedule() runs rounds a period apart, one at a time, when one is slow", async () => {
  using _time = new SkippedTime();
  const stop = new AbortController();
  const startedMs: number[] = [];
  let running = 0;
  let mostRunning = 0;
  await onSchedule({
    every: 0.1,
    signal: stop.signal,
    random: () => 0,
    log: () => {},
    round: async () => {
      startedMs.push(performance.now());
      mostRunning = Math.max(mostRunning, ++running);
      if (startedMs.length === 2) await new Promise((resolve) => setTimeout(resolve, 250));
      running--;
      if (startedMs.length === 5) stop.abort();
    },
  });
  const gaps = startedMs.slice(1).map((time, index) => time - (startedMs[index] ?? 0));
  assertEquals(mostRunning, 1);
  // A slow round delays the next; the rounds that it missed are not run later.
  assertEquals(gaps.map(Math.round), [100, 250, 100, 100]);
});

for (const [lateMs, freezes] of [[900, 0], [1100, 1]] as const) {
  Deno.test(`onSchedule() notes ${freezes} freezes when a round starts ${lateMs} ms late`, async () => {
    using time = new SkippedTime();
    const stop = new AbortController();
    const before = freezeCount();
    let rounds = 0;
    await onSchedule({
      every: 5,
      signal: stop.signal,
      random: () => 0,
      log: () => {},
      round: () => {
        rounds++;
        if (rounds === 1) time.freeze(5000 + lateMs);
        if (rounds === 3) stop.abort();
        return Promise.resolve();
      },
    });
    assertEquals(freezeCount() - before, freezes);
  });
}

Deno.test("onSchedule() delays the first round by a part of a tenth of the period", async () => {
  using _time = new SkippedTime();
  const stop = new AbortController();
  const beginMs = performance.now();
  let firstMs = 0;
  await onSchedule({
    every: 1,
    signal: stop.signal,
    random: () => 0.9,
    log: () => {},
    round: () => {
      firstMs = performance.now() - beginMs;
      stop.abort();
      return Promise.resolve();
    },
  });
  // So pods that start together do not check in step.
  assertEquals(Math.round(firstMs), 90);
});

Deno.test("onSchedule() returns at once when the signal aborts", async () => {
  const stop = new AbortController();
  let rounds = 0;
  await onSchedule({
    every: 60,
    signal: stop.signal,
    random: () => 0,
    log: () => {},
    round: () => {
      rounds++;
      setTimeout(() => stop.abort(), 0);
      return Promise.resolve();
    },
  });
  assertEquals(rounds, 1);
});

Deno.test("onSchedule() logs and runs the next round when a round rejects", async () => {
  const stop = new AbortController();
  const events: unknown[] = [];
  let rounds = 0;
  await onSchedule({
    every: 0.01,
    signal: stop.signal,
    random: () => 0,
    log: (...event) => void events.push(event),
    round: () => {
      if (++rounds === 3) stop.abort();
      return Promise.reject(new Error("broken"));
    },
  });
  assertEquals(rounds, 3);
  assertEquals(events, Array(3).fill(["error", "round failed", { reason: "broken" }]));
});
