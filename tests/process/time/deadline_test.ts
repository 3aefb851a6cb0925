import { assert, assertEquals } from "@std/assert";
import { setDeadline } from "../../../src/process/time/deadline.ts";
import { FakeTimers } from "../../support/fake_timers.ts";

Deno.test("setDeadline() starts one timer when several deadlines are set", () => {
  using timers = new FakeTimers();
  for (const delay of [60_000, 1000, 60_000, 100]) setDeadline(() => {}, delay)();
  assertEquals(timers.started, [100]);
});

Deno.test("setDeadline() starts no further timer when its timer ends and all are cancelled", () => {
  using timers = new FakeTimers();
  setDeadline(() => {}, 61_000)();
  timers.advance(1000);
  assertEquals(timers.started, [100]);
  setDeadline(() => {}, 61_000)();
  assertEquals(timers.started, [100, 100]);
});

Deno.test("setDeadline() starts a shorter timer when a deadline passes before the next tick", async () => {
  using timers = new FakeTimers();
  const { passedMs } = pending(timers, 1000);
  await timers.turn();
  timers.advance(40);
  const short = pending(timers, 20);
  assertEquals(timers.started, [100, 20]);
  timers.advance(1000);
  assertEquals([short.passedMs(), passedMs()], [40 + 20 + 5, 1005]);
});

Deno.test("setDeadline() calls back after the delay, and after what lies in the sockets was read", async () => {
  using timers = new FakeTimers();
  const { passedMs } = pending(timers, 250);
  await timers.turn();
  timers.advance(250);
  assertEquals([timers.started, passedMs()], [[100, 100, 50, 5], undefined]);
  timers.advance(5);
  assertEquals(passedMs(), 255);
});

Deno.test("setDeadline() does not call back when it is cancelled while the sockets are read", async () => {
  using timers = new FakeTimers();
  const { passedMs, cancel } = pending(timers, 250);
  await timers.turn();
  timers.advance(252);
  cancel();
  timers.advance(1000);
  assertEquals(passedMs(), undefined);
});

for (const frozenMs of [200, 1000, 3000, 86_400_000]) {
  Deno.test(`setDeadline() counts at most half a tick when the process is frozen for ${frozenMs} ms`, async () => {
    for (let atMs = 0; atMs < 700; atMs += 7) {
      using timers = new FakeTimers();
      const { passedMs } = pending(timers, 1000);
      await timers.turn();
      timers.advance(atMs);
      timers.freeze(frozenMs);
      // What an endpoint that answers after 700 ms of running time needs.
      timers.advance(700 - atMs);
      assertEquals(passedMs(), undefined, `frozen after ${atMs} ms`);
      timers.advance(400);
      assert(passedMs() !== undefined, `frozen after ${atMs} ms`);
    }
  });
}

Deno.test("setDeadline() counts a freeze that ends before the timer when it is short", async () => {
  using timers = new FakeTimers();
  const { passedMs } = pending(timers, 1000);
  await timers.turn();
  timers.freeze(140);
  timers.advance(1000 - 140 + 5);
  assertEquals(passedMs(), 1005);
});

Deno.test("setDeadline() calls back within ten times the delay when the process runs 10 ms of every 310", async () => {
  for (const delay of [1000, 5000]) {
    using timers = new FakeTimers();
    const { passedMs } = pending(timers, delay);
    await timers.turn();
    while (passedMs() === undefined && timers.ms < 20 * delay) {
      timers.advance(10);
      timers.freeze(300);
    }
    assert((passedMs() ?? Infinity) < 10 * delay, `${passedMs()} ms`);
  }
});

Deno.test("setDeadline() calls back within twice the delay when deadlines are set all the time and the process freezes", async () => {
  using timers = new FakeTimers();
  const { passedMs } = pending(timers, 1000);
  let ranMs = 0;
  while (passedMs() === undefined && ranMs < 5000) {
    setDeadline(() => {}, 1000)();
    await timers.turn();
    timers.advance(10);
    ranMs += 10;
    if (ranMs % 100 === 0) timers.freeze(300);
  }
  assert(ranMs > 700 && ranMs <= 2000, `${ranMs} ms`);
});

Deno.test("setDeadline() keeps the whole delay when it is set after a freeze and before the timer", async () => {
  using timers = new FakeTimers();
  setDeadline(() => {}, 1000)();
  await timers.turn();
  timers.advance(10);
  // The request that lies in the socket may be read before the timer fires.
  timers.ms += 5000;
  const startMs = timers.ms;
  const { passedMs } = pending(timers, 200);
  await timers.turn();
  timers.advance(1000);
  const tookMs = (passedMs() ?? Infinity) - startMs;
  assert(tookMs >= 200 && tookMs <= 210, `${tookMs} ms`);
});

Deno.test("setDeadline() waits longer than setTimeout can when the delay is that long", async () => {
  using timers = new FakeTimers();
  const { passedMs, cancel } = pending(timers, 2 ** 31 + 1000);
  await timers.turn();
  timers.advance(10_000);
  assertEquals([passedMs(), Math.max(...timers.started)], [undefined, 100]);
  cancel();
});

Deno.test("setDeadline() calls back once and after the whole delay when it is not cancelled", async () => {
  const startMs = performance.now();
  const called: string[] = [];
  const wait = (name: string, delay: number): Promise<number> =>
    new Promise((resolve) =>
      setDeadline(() => {
        called.push(name);
        resolve(performance.now() - startMs);
      }, delay)
    );
  const cancel = setDeadline(() => called.push("cancelled"), 20);
  const first = wait("first", 20);
  const other = wait("other", 30);
  await Promise.resolve();
  cancel();
  const second = wait("second", 20);
  for (const elapsedMs of await Promise.all([first, second])) assert(elapsedMs >= 20);
  assert(await other >= 30);
  assertEquals(called.toSorted(), ["first", "other", "second"]);
});

Deno.test("setDeadline() calls back at once for all when they were set in one turn", async () => {
  let calls = 0;
  const seen = await new Promise<number>((resolve) => {
    for (let i = 0; i < 3; i++) {
      const endMs = performance.now() + 2;
      while (performance.now() < endMs);
      setDeadline(() => {
        if (++calls === 1) queueMicrotask(() => resolve(calls));
      }, 10);
    }
  });
  assertEquals(seen, 3);
});

Deno.test("setDeadline() calls back after the whole delay when it was set late in a long turn", async () => {
  const cancel = setDeadline(() => {}, 40);
  const endMs = performance.now() + 20;
  while (performance.now() < endMs);
  const startMs = performance.now();
  const elapsedMs = await new Promise<number>((resolve) =>
    setDeadline(() => resolve(performance.now() - startMs), 40)
  );
  cancel();
  assert(elapsedMs >= 40);
});

Deno.test("setDeadline() does nothing when it is cancelled after it has passed", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const cancel = setDeadline(resolve, 1);
  await promise;
  let calls = 0;
  const next = new Promise<void>((resolve) => {
    setDeadline(() => {
      calls++;
      resolve();
    }, 1);
  });
  cancel();
  await next;
  assertEquals(calls, 1);
});

/** Sets a deadline. Returns when it passed, and what cancels it. */
function pending(
  timers: FakeTimers,
  delay: number,
): { passedMs: () => number | undefined; cancel: () => void } {
  let passedMs: number | undefined;
  const cancel = setDeadline(() => passedMs = timers.ms, delay);
  return { passedMs: () => passedMs, cancel };
}
