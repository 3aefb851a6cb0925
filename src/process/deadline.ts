/** @module Deadlines that share their timers: `setTimeout` costs more than a check's own bookkeeping. */
import type { Milliseconds } from "./duration.ts";
import { startTimer } from "./timer.ts";

/** A function, and when to call it by the monotonic clock. */
interface Deadline {
  readonly ms: Milliseconds;
  readonly callback: () => void;
}

/** The deadlines with the same delay: they pass in the order in which they were set, so one timer is enough. */
class Deadlines {
  readonly #delay: Milliseconds;
  readonly #pending = new Set<Deadline>();
  #stopTimer: (() => void) | undefined;
  /** The time of the present turn, so that the checks of a round time out together. */
  #turnMs: Milliseconds | undefined;
  readonly #endTurn = (): void => {
    this.#turnMs = undefined;
  };
  readonly #pass = (): void => {
    this.#stopTimer = undefined;
    const nowMs = performance.now();
    for (const deadline of this.#pending) {
      const left = deadline.ms - nowMs;
      if (left > 0) {
        this.#stopTimer = startTimer(this.#pass, left);
        return;
      }
      this.#pending.delete(deadline);
      deadline.callback();
    }
  };

  constructor(delay: Milliseconds) {
    this.#delay = delay;
  }

  set(callback: () => void): () => void {
    if (this.#turnMs === undefined) {
      this.#turnMs = performance.now();
      queueMicrotask(this.#endTurn);
    }
    const deadline = { ms: this.#turnMs + this.#delay, callback };
    this.#pending.add(deadline);
    this.#stopTimer ??= startTimer(this.#pass, this.#delay);
    return () => {
      this.#pending.delete(deadline);
      if (this.#pending.size > 0) return;
      // Nothing may wake an idle process.
      this.#stopTimer?.();
      this.#stopTimer = undefined;
    };
  }
}

const deadlines = new Map<Milliseconds, Deadlines>();

/**
 * Calls a function once after a delay, as `startTimer` does.
 *
 * @param delay One of a few: each keeps a little memory for ever.
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
