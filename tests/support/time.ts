/** @module Time that a test controls. */

/** Stops the monotonic clock until the end of its scope. Timers still take real time. */
export class StoppedClock implements Disposable {
  readonly #now = performance.now;
  /** What it shows. */
  ms = 0;

  constructor() {
    performance.now = (): number => this.ms;
  }

  [Symbol.dispose](): void {
    performance.now = this.#now;
  }
}

/**
 * Skips the time in which nothing happens, until the end of its scope: once all that can run has run, the
 * clock jumps to the next timer. Only for what waits for timers alone.
 */
export class SkippedTime implements Disposable {
  readonly #setTimeout = globalThis.setTimeout;
  readonly #clearTimeout = globalThis.clearTimeout;
  readonly #clock = new StoppedClock();
  readonly #timers = new Map<number, { readonly ms: number; readonly callback: () => void }>();
  #count = 0;
  #frozenUntilMs = 0;

  constructor() {
    const setTimeout = (callback: () => void, delay = 0): number => {
      this.#timers.set(++this.#count, { ms: this.#clock.ms + delay, callback });
      this.#setTimeout.call(globalThis, () => this.#skip(), 0);
      return this.#count;
    };
    Object.assign(globalThis, { setTimeout });
    globalThis.clearTimeout = (timer): void => void this.#timers.delete(Number(timer));
  }

  /** Lets the next timer fire only after this time. */
  freeze(ms: number): void {
    this.#frozenUntilMs = this.#clock.ms + ms;
  }

  /** Fires the timer that is due first. */
  #skip(): void {
    const [first] = [...this.#timers].toSorted(([, a], [, b]) => a.ms - b.ms);
    if (first === undefined) return;
    const [id, { ms, callback }] = first;
    this.#timers.delete(id);
    this.#clock.ms = Math.max(ms, this.#frozenUntilMs);
    callback();
  }

  [Symbol.dispose](): void {
    globalThis.setTimeout = this.#setTimeout;
    globalThis.clearTimeout = this.#clearTimeout;
    this.#clock[Symbol.dispose]();
  }
}
