import { setImmediate } from "node:timers";
import type { Milliseconds } from "../../src/process/time/duration.ts";
import { random } from "../support/random.ts";

/** When the wall clock starts, as it is first set. */
const EPOCH_MS: Milliseconds = Date.UTC(2026, 0, 1);

/** Deno's own core. A turn of the event loop for each timer took most of the time. */
const { core } = Reflect.get(Deno, Reflect.get(Deno, "internal")) as {
  core: { runMicrotasks(): void };
};

/** Stands in for `fetch`. The signal aborts it. */
export type Network = (url: string, body: string, signal: AbortSignal) => Promise<Response>;

interface Timer {
  readonly id: number;
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
  /** The latest first. Of two at the same time, that which was set first fires first. */
  readonly #timers: Timer[] = [];
  #lastTimer = 0;
  readonly #restore: (() => void)[] = [];

  /**
   * @param seed The seed of `Math.random`.
   * @param fetch The network.
   */
  constructor(seed: number, fetch: Network) {
    const wallMs = (): Milliseconds => EPOCH_MS + this.ms + this.stepMs;
    const RealDate = Date;
    // A class of its own for each world would give its dates another hidden class, and slow every use.
    const VirtualDate = new Proxy(RealDate, {
      construct: (_, args: [] | [number]) => new RealDate(args.length === 0 ? wallMs() : args[0]),
      get: (owner, name) => name === "now" ? wallMs : Reflect.get(owner, name),
    });
    const refuse = (): Promise<never> => Promise.reject(new Error("no network"));
    this.#replace(globalThis, "Date", VirtualDate);
    this.#replace(performance, "now", () => this.ms);
    this.#replace(Math, "random", random(seed));
    this.#replace(
      globalThis,
      "setTimeout",
      (callback: () => void, delay = 0) => this.#start(callback, delay),
    );
    this.#replace(globalThis, "clearTimeout", (timer: number) => {
      const at = this.#timers.findLastIndex(({ id }) => id === timer);
      if (at >= 0) this.#timers.splice(at, 1);
    });
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
      (url: string, { body, signal }: { body: string; signal: AbortSignal }) =>
        fetch(url, body, signal),
    );
    this.#replace(Deno, "createHttpClient", () => ({ [Symbol.dispose]: () => {} }));
    this.#replace(Deno, "connect", refuse);
    this.#replace(Deno, "resolveDns", refuse);
  }

  /** The timers that are set. */
  get timers(): number {
    return this.#timers.length;
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
      const next = this.#timers.at(-1);
      if (next === undefined || next.ms > untilMs) return;
      this.#timers.pop();
      if (next.ms > this.ms) this.ms = next.ms;
      next.callback();
    }
  }

  [Symbol.dispose](): void {
    for (const restore of this.#restore) restore();
  }

  #start(callback: () => void, delay: Milliseconds): number {
    const id = ++this.#lastTimer;
    const ms = this.ms + Math.max(0, delay);
    const timers = this.#timers;
    let at = timers.length;
    while (at > 0 && (timers[at - 1]?.ms ?? 0) <= ms) at--;
    // Nine of ten are a tick of a deadline, and the next to fire.
    if (at === timers.length) timers.push({ id, ms, callback });
    else timers.splice(at, 0, { id, ms, callback });
    return id;
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
