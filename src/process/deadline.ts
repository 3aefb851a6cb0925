/** @module Deadlines that share their timers: `setTimeout` costs more than a check's own bookkeeping. */
import type { Milliseconds } from "./duration.ts";
import { startTimer } from "./timer.ts";

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
 * So many turns in a row, each so soon after the one before, are a load and no probes. Under load, the
 * timer is left to pass once more: starting and stopping it for each check would cost more than that.
 */
const LOAD = { turns: 100, gapMs: 20 } as const;

/** The deadlines with the same delay: they pass in the order in which they were set, so one timer is enough. */
class Deadlines {
  readonly #delay: Milliseconds;
  readonly #pending = new Set<Deadline>();
  #stopTimer: (() => void) | undefined;
  /** The present turn, so that the checks of a round time out together. */
  #turn: Turn | undefined;
  /** When the previous turn began in which a deadline was set. */
  #previousMs: Milliseconds = -Infinity;
  /** How many turns in a row came soon after the one before. */
  #soon = 0;
  readonly #endTurn = (): void => {
    // A turn may be long: by the time of its start, the last deadline would pass too early.
    if (this.#turn !== undefined) this.#turn.ms = performance.now() + this.#delay;
    this.#turn = undefined;
  };
  readonly #pass = (): void => {
    this.#stopTimer = undefined;
    const nowMs = performance.now();
    for (const deadline of this.#pending) {
      const left = deadline.turn.ms - nowMs;
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
    if (this.#turn === undefined) {
      const nowMs = performance.now();
      this.#turn = { ms: nowMs + this.#delay };
      queueMicrotask(this.#endTurn);
      this.#soon = nowMs - this.#previousMs < LOAD.gapMs ? this.#soon + 1 : 0;
      this.#previousMs = nowMs;
    }
    const deadline = { turn: this.#turn, callback };
    this.#pending.add(deadline);
    this.#stopTimer ??= startTimer(this.#pass, this.#delay);
    return () => {
      this.#pending.delete(deadline);
      if (this.#pending.size > 0 || this.#soon >= LOAD.turns) return;
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
