import { assert, assertEquals } from "@std/assert";
import { onSchedule } from "../../src/watch/schedule.ts";

Deno.test("onSchedule() makes rounds a period apart, one at a time, when one is slow", async () => {
  const stop = new AbortController();
  const begun: number[] = [];
  let running = 0;
  let most = 0;
  await onSchedule({
    every: 0.1,
    signal: stop.signal,
    random: () => 0,
    round: async () => {
      begun.push(performance.now());
      most = Math.max(most, ++running);
      if (begun.length === 2) await new Promise((resolve) => setTimeout(resolve, 250));
      running--;
      if (begun.length === 5) stop.abort();
    },
  });
  const gaps = begun.slice(1).map((time, index) => time - (begun[index] ?? 0));
  assertEquals([most, gaps.length], [1, 4]);
  // The slow one puts the next off, and what was missed is not made up for.
  for (const [gap, least] of [[gaps[0], 70], [gaps[1], 240], [gaps[2], 70], [gaps[3], 70]]) {
    assert((gap ?? 0) >= (least ?? 0), `${gaps}`);
  }
});

Deno.test("onSchedule() ends at once when it is told to", async () => {
  const stop = new AbortController();
  let rounds = 0;
  const going = onSchedule({
    every: 60,
    signal: stop.signal,
    random: () => 0,
    round: () => {
      rounds++;
      setTimeout(() => stop.abort(), 0);
      return Promise.resolve();
    },
  });
  await going;
  assertEquals(rounds, 1);
});
