/**
 * @module Deadlines that share their timers.
 *
 * The timers are those of `AbortSignal.timeout`. The first call of `setTimeout` loads the timers of Node.js
 * on Deno 2.9: that takes 5 to 30 ms, and 4 MiB for as long as the process lives.
 */
import type { Milliseconds } from "./duration.ts";
import { MAX_DELAY_MS } from "./timer.ts";

/** When the deadlines that were set in one turn pass, by the monotonic clock. */
interface Turn {
  ms: Milliseconds;
}

/** A function, and the turn in which its deadline was set. */
interface Deadline {
  readonly turn: Turn;
  readonly callback: () => void;
}

/**
 * The deadlines with the same delay: they pass in the order in which they were set, so one timer is enough.
 * After the last deadline is cancelled, the timer wakes the process once, and starts no other.
 */
class Deadlines {
  readonly #delay: Milliseconds;
  readonly #pending = new Set<Deadline>();
  /** Whether a timer runs. It cannot be stopped: it ends when it finds no deadline. */
  #timed = false;
  /** The present turn, so that the checks of a round time out together. */
  #turn: Turn | undefined;
  readonly #endTurn = (): void => {
    // A turn may be long: by the time of its start, the last deadline would pass too early.
    if (this.#turn !== undefined) this.#turn.ms = performance.now() + this.#delay;
    this.#turn = undefined;
  };
  readonly #pass = (): void => {
    this.#timed = false;
    const nowMs = performance.now();
    for (const deadline of this.#pending) {
      const left = deadline.turn.ms - nowMs;
      if (left > 0) {
        this.#startTimer(left);
        break;
      }
      this.#pending.delete(deadline);
      deadline.callback();
    }
  };

  constructor(delay: Milliseconds) {
    this.#delay = delay;
  }

  set(callback: () => void): () => void {
    if (this.#turn === undefined) {
      this.#turn = { ms: performance.now() + this.#delay };
      queueMicrotask(this.#endTurn);
    }
    const deadline = { turn: this.#turn, callback };
    this.#pending.add(deadline);
    if (!this.#timed) this.#startTimer(this.#delay);
    return () => this.#pending.delete(deadline);
  }

  #startTimer(delay: Milliseconds): void {
    this.#timed = true;
    const ms = Math.ceil(Math.min(Math.max(0, delay), MAX_DELAY_MS));
    AbortSignal.timeout(ms).addEventListener("abort", this.#pass);
  }
}

const deadlines = new Map<Milliseconds, Deadlines>();

/**
 * Calls a function once after a delay, however long the delay is.
 *
 * @param delay A negative delay is 0. One of a few: each keeps a little memory for ever.
 * @returns A function that cancels the call; it can be called after the deadline has passed.
 */
export function setDeadline(callback: () => void, delay: Milliseconds): () => void {
  let same = deadlines.get(delay);
  if (same === undefined) {
    same = new Deadlines(delay);
    deadlines.set(delay, same);
  }
  return same.set(callback);
}
