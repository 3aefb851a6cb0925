import { assert, assertEquals } from "@std/assert";
import { setDeadline } from "../../../src/process/time/deadline.ts";

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
