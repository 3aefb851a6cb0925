import type { Milliseconds } from "../../src/process/time/duration.ts";

const PERIOD: Milliseconds = 50;
/** A handshake over TLS takes several turns of the event loop, and must not take a timeout. */
const MAX_LAG: Milliseconds = 150;

/** Whether the torture itself was late, and so were its endpoints: a timeout says nothing then. */
export class Lag implements Disposable {
  readonly #timer: ReturnType<typeof setInterval>;
  #turnMs: Milliseconds = performance.now();
  #lateMs: Milliseconds = -Infinity;
  #isOverloaded = false;

  constructor() {
    this.#timer = setInterval(() => {
      const nowMs = performance.now();
      if (nowMs - this.#turnMs > PERIOD + MAX_LAG) this.#lateMs = nowMs;
      this.#turnMs = nowMs;
    }, PERIOD);
  }

  /** Notes that the machine has more to do than a timeout allows, until the result is disposed of. */
  overload(): Disposable {
    this.#isOverloaded = true;
    return {
      [Symbol.dispose]: () => {
        this.#isOverloaded = false;
        this.#lateMs = performance.now();
      },
    };
  }

  /** Whether it was late at some time since then. */
  wasLateSince(ms: Milliseconds): boolean {
    return this.#isOverloaded || this.#lateMs >= ms ||
      performance.now() - this.#turnMs > PERIOD + MAX_LAG;
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }
}
