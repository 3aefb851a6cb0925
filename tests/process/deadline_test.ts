import { assert, assertEquals } from "@std/assert";
import { setDeadline } from "../../src/process/deadline.ts";

/** Counts the timers that `setTimeout` starts and `clearTimeout` stops, until the end of its scope. */
class CountedTimers implements Disposable {
  readonly #setTimeout = globalThis.setTimeout;
  readonly #clearTimeout = globalThis.clearTimeout;
  started = 0;
  stopped = 0;

  constructor() {
    const setTimeout = (callback: () => void, delay: number): unknown => {
      this.started++;
      return this.#setTimeout(callback, delay);
    };
    Object.assign(globalThis, { setTimeout });
    globalThis.clearTimeout = (timer): void => {
      this.stopped++;
      this.#clearTimeout(timer);
    };
  }

  [Symbol.dispose](): void {
    globalThis.setTimeout = this.#setTimeout;
    globalThis.clearTimeout = this.#clearTimeout;
  }
}

Deno.test("setDeadline() starts one timer when several deadlines have the same delay", () => {
  using timers = new CountedTimers();
  const cancels = Array.from({ length: 5 }, () => setDeadline(() => {}, 60_000));
  assertEquals([timers.started, timers.stopped], [1, 0]);
  for (const cancel of cancels) cancel();
  assertEquals([timers.started, timers.stopped], [1, 1]);
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
