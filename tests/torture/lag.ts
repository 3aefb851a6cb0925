import type { Milliseconds } from "../../src/process/time/duration.ts";

const PERIOD: Milliseconds = 50;
/** A handshake over TLS takes several turns of the event loop, and must not take a timeout. */
const MAX_LAG: Milliseconds = 150;

/** Whether the event loop of the torture itself was late: then its endpoints were too. */
export class Lag implements Disposable {
  readonly #timer: ReturnType<typeof setInterval>;
  #turnMs: Milliseconds = performance.now();
  #lateMs: Milliseconds = -Infinity;

  constructor() {
    this.#timer = setInterval(() => {
      const nowMs = performance.now();
      if (nowMs - this.#turnMs > PERIOD + MAX_LAG) this.#lateMs = nowMs;
      this.#turnMs = nowMs;
    }, PERIOD);
  }

  /** Whether it was late at some time since then. */
  wasLateSince(ms: Milliseconds): boolean {
    return this.#lateMs >= ms || performance.now() - this.#turnMs > PERIOD + MAX_LAG;
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }
}
