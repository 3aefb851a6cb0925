import { assert, assertEquals } from "@std/assert";
import { setDeadline } from "../../src/process/deadline.ts";

/** Stands in for the timers of `AbortSignal.timeout`, until the end of its scope. */
class FakeTimers implements Disposable {
  readonly #timeout = AbortSignal.timeout;
  #last = new AbortController();
  /** The delays of the timers that were started, in milliseconds. */
  readonly started: number[] = [];

  constructor() {
    AbortSignal.timeout = (delay): AbortSignal => {
      this.started.push(delay);
      this.#last = new AbortController();
      return this.#last.signal;
    };
  }

  /** Ends the timer that was started last. */
  fire(): void {
    this.#last.abort();
  }

  [Symbol.dispose](): void {
    AbortSignal.timeout = this.#timeout;
  }
}

Deno.test("setDeadline() starts one timer when several deadlines have the same delay", () => {
  using timers = new FakeTimers();
  const cancels = Array.from({ length: 5 }, () => setDeadline(() => {}, 60_000));
  for (const cancel of cancels) cancel();
  setDeadline(() => {}, 60_000);
  assertEquals(timers.started, [60_000]);
});

Deno.test("setDeadline() starts no further timer when its timer ends and all are cancelled", () => {
  using timers = new FakeTimers();
  setDeadline(() => {}, 61_000)();
  timers.fire();
  assertEquals(timers.started, [61_000]);
  setDeadline(() => {}, 61_000);
  assertEquals(timers.started, [61_000, 61_000]);
});

/** Sets a deadline in each of these turns, and cancels it in the same turn. */
async function setInTurns(turns: number, delay: number): Promise<void> {
  for (let turn = 0; turn < turns; turn++) {
    setDeadline(() => {}, delay)();
    await Promise.resolve();
  }
}

/** Counts the garbage collections that are asked for, until the end of its scope. */
class CountedCollections implements Disposable {
  count = 0;

  constructor() {
    Object.assign(globalThis, { gc: () => this.count++ });
  }

  [Symbol.dispose](): void {
    Reflect.deleteProperty(globalThis, "gc");
  }
}

Deno.test("setDeadline() has garbage collected once when a load has ended", async () => {
  using timers = new FakeTimers();
  using collections = new CountedCollections();
  await setInTurns(600, 62_000);
  timers.fire();
  assertEquals([timers.started.length, collections.count], [2, 0]);
  await setInTurns(600, 62_000);
  timers.fire();
  assertEquals([timers.started.length, collections.count], [3, 0]);
  timers.fire();
  assertEquals([timers.started.length, collections.count], [3, 1]);
  await setInTurns(1, 62_000);
  timers.fire();
  assertEquals([timers.started.length, collections.count], [4, 1]);
});

Deno.test("setDeadline() has no garbage collected when requests go on at a steady rate", async () => {
  using timers = new FakeTimers();
  using collections = new CountedCollections();
  for (const turns of [520, 480, 520, 480]) {
    await setInTurns(turns, 64_000);
    timers.fire();
  }
  assertEquals(collections.count, 0);
  timers.fire();
  assertEquals(collections.count, 1);
});

Deno.test("setDeadline() has garbage collected after a load when a check is always ongoing", async () => {
  using timers = new FakeTimers();
  using collections = new CountedCollections();
  await setInTurns(600, 65_000);
  const cancel = setDeadline(() => {}, 65_000);
  timers.fire();
  assertEquals(collections.count, 0);
  await setInTurns(1, 65_000);
  timers.fire();
  assertEquals(collections.count, 1);
  cancel();
});

Deno.test("setDeadline() has no garbage collected when there are only probes", async () => {
  using timers = new FakeTimers();
  using collections = new CountedCollections();
  for (let period = 0; period < 3; period++) {
    await setInTurns(100, 63_000);
    timers.fire();
  }
  assertEquals([timers.started.length, collections.count], [3, 0]);
});

Deno.test("setDeadline() starts a further timer when the delay is longer than a timer holds", () => {
  using timers = new FakeTimers();
  let calls = 0;
  const cancel = setDeadline(() => calls++, 2 ** 31 + 1000);
  timers.fire();
  assertEquals([calls, timers.started], [0, [2 ** 31 - 1, 2 ** 31 - 1]]);
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
