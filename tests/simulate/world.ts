import { setImmediate } from "node:timers";
import type { Milliseconds } from "../../src/process/time/duration.ts";
import { random } from "../support/random.ts";

/** When the wall clock starts, as it is first set. */
const EPOCH_MS: Milliseconds = Date.UTC(2026, 0, 1);

/** Deno's own core. A turn of the event loop for each timer took most of the time. */
const { core } = Reflect.get(Deno, Reflect.get(Deno, "internal")) as {
  core: { runMicrotasks(): void };
};

interface Timer {
  readonly ms: Milliseconds;
  readonly callback: () => void;
}

/**
 * A world of its own until the end of its scope: its clocks stand still until `run()` moves them, and its
 * only network is `fetch`.
 */
export class World implements Disposable {
  /** The monotonic clock. */
  ms: Milliseconds = 0;
  /** By how much the wall clock was set ahead. */
  stepMs: Milliseconds = 0;
  readonly #timers = new Map<number, Timer>();
  #lastTimer = 0;
  readonly #restore: (() => void)[] = [];

  /**
   * @param seed The seed of `Math.random`.
   * @param fetch Stands in for the network. A signal aborts it.
   */
  constructor(seed: number, fetch: (body: string, signal: AbortSignal) => Promise<Response>) {
    const wallMs = (): Milliseconds => EPOCH_MS + this.ms + this.stepMs;
    const RealDate = Date;
    class VirtualDate extends RealDate {
      constructor(...args: [] | [number | string | Date]) {
        super(args.length === 0 ? wallMs() : args[0]);
      }
      static override now(): number {
        return wallMs();
      }
    }
    const refuse = (): Promise<never> => Promise.reject(new Error("no network"));
    this.#replace(globalThis, "Date", VirtualDate);
    this.#replace(performance, "now", () => this.ms);
    this.#replace(Math, "random", random(seed));
    this.#replace(
      globalThis,
      "setTimeout",
      (callback: () => void, delay = 0) => this.#start(callback, delay),
    );
    this.#replace(globalThis, "clearTimeout", (timer: number) => void this.#timers.delete(timer));
    this.#replace(AbortSignal, "timeout", (delay: Milliseconds) => {
      // The sources only listen to it. A real signal would cost an event for each tick of a deadline.
      const addEventListener = (_: "abort", callback: () => void): void =>
        void this.#start(callback, delay);
      return { addEventListener };
    });
    // One exception for all spares a stack for each check.
    const aborted = new DOMException("The signal has been aborted", "AbortError");
    const { abort } = AbortController.prototype;
    this.#replace(AbortController.prototype, "abort", function (
      this: AbortController,
      reason: unknown = aborted,
    ): void {
      abort.call(this, reason);
    });
    this.#replace(
      globalThis,
      "fetch",
      (_: string, { body, signal }: { body: string; signal: AbortSignal }) => fetch(body, signal),
    );
    this.#replace(Deno, "createHttpClient", () => ({ [Symbol.dispose]: () => {} }));
    this.#replace(Deno, "connect", refuse);
    this.#replace(Deno, "resolveDns", refuse);
  }

  /** The timers that are set. */
  get timers(): number {
    return this.#timers.size;
  }

  /** Moves the clocks on to a time, from timer to timer, while anything that can run runs. */
  async run(untilMs: Milliseconds): Promise<void> {
    await new Promise<void>((resolve, reject) =>
      void setImmediate(() => {
        try {
          this.#runTimers(untilMs);
          resolve();
        } catch (error) {
          reject(error);
        }
      })
    );
    this.ms = Math.max(this.ms, untilMs);
  }

  /** Runs outside of any promise: only there can it run what promises wait for. */
  #runTimers(untilMs: Milliseconds): void {
    for (;;) {
      core.runMicrotasks();
      let next: number | undefined;
      let nextMs = Infinity;
      for (const [id, { ms }] of this.#timers) if (ms < nextMs) [next, nextMs] = [id, ms];
      if (next === undefined || nextMs > untilMs) return;
      const timer = this.#timers.get(next);
      this.#timers.delete(next);
      this.ms = Math.max(this.ms, nextMs);
      timer?.callback();
    }
  }

  [Symbol.dispose](): void {
    for (const restore of this.#restore) restore();
  }

  #start(callback: () => void, delay: Milliseconds): number {
    this.#timers.set(++this.#lastTimer, { ms: this.ms + Math.max(0, delay), callback });
    return this.#lastTimer;
  }

  #replace(owner: object, name: string, value: unknown): void {
    const before = Object.getOwnPropertyDescriptor(owner, name);
    Object.defineProperty(owner, name, { value, writable: true, configurable: true });
    this.#restore.push(() => {
      if (before === undefined) Reflect.deleteProperty(owner, name);
      else Object.defineProperty(owner, name, before);
    });
  }
}
