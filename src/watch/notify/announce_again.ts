/** @module What a receiver did not accept, and when to announce it again. */
import type { Milliseconds } from "../../process/time/duration.ts";

const FIRST_PAUSE_MS: Milliseconds = 5000;
const MAX_PAUSE_MS: Milliseconds = 900_000;

interface Retry {
  readonly pauseMs: Milliseconds;
  /** `Infinity` while the next attempt is in the queue. */
  readonly dueMs: Milliseconds;
}

/** Keeps a pause for each key: 5 seconds after the first failure, twice as long after each other one. */
export class AnnounceAgain {
  readonly #retries = new Map<string, Retry>();

  /** @param queuedMs When the message that failed was queued. */
  fail(key: string, queuedMs: Milliseconds): void {
    const doubled = 2 * (this.#retries.get(key)?.pauseMs ?? FIRST_PAUSE_MS / 2);
    const pauseMs = Math.min(doubled, MAX_PAUSE_MS);
    this.#retries.set(key, { pauseMs, dueMs: queuedMs + pauseMs });
  }

  /** Whether it is time for another attempt. */
  isDue(key: string, nowMs: Milliseconds): boolean {
    return nowMs >= (this.#retries.get(key)?.dueMs ?? Infinity);
  }

  /** Says that another attempt is in the queue. */
  start(key: string): void {
    const retry = this.#retries.get(key);
    if (retry !== undefined) this.#retries.set(key, { ...retry, dueMs: Infinity });
  }

  /** Forgets what was accepted, or is over. */
  end(key: string): void {
    this.#retries.delete(key);
  }
}
