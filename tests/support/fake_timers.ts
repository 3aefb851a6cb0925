/** @module Timers of `AbortSignal.timeout` that a test controls. */
import { StoppedClock } from "./time.ts";

/** Stands in for the monotonic clock and the timers of `AbortSignal.timeout`, until the end of its scope. */
export class FakeTimers implements Disposable {
  readonly #timeout = AbortSignal.timeout;
  readonly #clock = new StoppedClock();
  #pending: { readonly endMs: number; readonly controller: AbortController }[] = [];
  /** The delays of the timers that were started, in milliseconds. */
  readonly started: number[] = [];

  constructor() {
    AbortSignal.timeout = (delay): AbortSignal => {
      this.started.push(delay);
      const controller = new AbortController();
      this.#pending.push({ endMs: this.ms + delay, controller });
      return controller.signal;
    };
  }

  /** What the clock shows. */
  get ms(): number {
    return this.#clock.ms;
  }

  set ms(ms: number) {
    this.#clock.ms = ms;
  }

  /** Ends the present turn of the event loop. */
  async turn(): Promise<void> {
    await Promise.resolve();
  }

  /** Runs the process for a time. Timers fire when they are due, or at once if they are late. */
  advance(ms: number): void {
    const endMs = this.ms + ms;
    for (;;) {
      const [first] = this.#pending.toSorted((a, b) => a.endMs - b.endMs);
      if (first === undefined || first.endMs > endMs) break;
      this.ms = Math.max(this.ms, first.endMs);
      this.#pending = this.#pending.filter((timer) => timer !== first);
      first.controller.abort();
    }
    this.ms = endMs;
  }

  /** Lets time pass in which no timer can fire. */
  freeze(ms: number): void {
    this.ms += ms;
  }

  /** Ends every timer, so that nothing waits for one that will not come. */
  [Symbol.dispose](): void {
    this.advance(2 ** 31);
    AbortSignal.timeout = this.#timeout;
    this.#clock[Symbol.dispose]();
  }
}
