import { assertEquals } from "@std/assert";
import { sleep } from "../../../src/process/time/sleep.ts";
import { startTimer } from "../../../src/process/time/sleep.ts";

/** The longest delay of `setTimeout`, in milliseconds. */
const LIMIT = 2 ** 31 - 1;
const DAY = 86_400_000;

/** Replaces `setTimeout` until the end of its scope: no time passes until `fire()`. */
class StoppedClock implements Disposable {
  readonly #setTimeout = globalThis.setTimeout;
  readonly #clearTimeout = globalThis.clearTimeout;
  readonly delays: number[] = [];
  #callback: (() => void) | undefined;

  constructor() {
    const setTimeout = (callback: () => void, delay: number): number => {
      this.#callback = callback;
      return this.delays.push(delay);
    };
    Object.assign(globalThis, { setTimeout });
    globalThis.clearTimeout = (timer): void => {
      if (timer === this.delays.length) this.#callback = undefined;
    };
  }

  /** Fires the timer that was set last, and returns whether there was one. */
  fire(): boolean {
    const callback = this.#callback;
    this.#callback = undefined;
    callback?.();
    return callback !== undefined;
  }

  [Symbol.dispose](): void {
    globalThis.setTimeout = this.#setTimeout;
    globalThis.clearTimeout = this.#clearTimeout;
  }
}

for (
  const [delay, delays] of [
    [-1, [0]],
    [500, [500]],
    [LIMIT, [LIMIT]],
    [LIMIT + 1, [LIMIT, 1]],
    [60 * DAY, [LIMIT, LIMIT, 60 * DAY - 2 * LIMIT]],
  ] as const
) {
  Deno.test(`startTimer() calls back once and after the whole delay when it is ${delay} ms`, () => {
    using clock = new StoppedClock();
    let calls = 0;
    startTimer(() => calls++, delay);
    for (let timer = 1; timer < delays.length; timer++) {
      clock.fire();
      assertEquals(calls, 0);
    }
    assertEquals([clock.fire(), clock.fire(), calls], [true, false, 1]);
    assertEquals(clock.delays, [...delays]);
  });
}

Deno.test("startTimer() never calls back when it is stopped in a later part of its delay", () => {
  using clock = new StoppedClock();
  let calls = 0;
  const stop = startTimer(() => calls++, 60 * DAY);
  clock.fire();
  stop();
  assertEquals([clock.fire(), calls], [false, 0]);
  stop();
});

Deno.test("sleep() waits on when the duration is longer than setTimeout holds", async () => {
  using clock = new StoppedClock();
  let awake = false;
  const stop = new AbortController();
  const sleeping = sleep(30 * DAY, stop.signal).then(() => awake = true);
  clock.fire();
  await Promise.resolve();
  assertEquals([clock.delays, awake], [[LIMIT, 30 * DAY - LIMIT], false]);
  stop.abort();
  await sleeping;
  assertEquals(clock.fire(), false);
});
