/**
 * @module Deadlines that share their timers, and count only time in which this process ran.
 *
 * A process is frozen when its virtual machine migrates, and starved when its cgroup has used its share of
 * the processor. An endpoint can answer meanwhile, and nobody reads the answer.
 *
 * The timers are those of `AbortSignal.timeout`. The first call of `setTimeout` loads the timers of Node.js
 * on Deno 2.9: that takes 5 to 30 ms, and 4 MiB for as long as the process lives.
 */
import type { Milliseconds } from "./duration.ts";

/** The longest timer. */
const MAX_TICK_MS: Milliseconds = 100;
/** The shortest timer: half of what is left, again and again, would never end. */
const MIN_TICK_MS: Milliseconds = 5;
/** If a timer fires later than this, the process did not run meanwhile. */
const LATE_MS: Milliseconds = 50;
/** When a deadline has passed, what lies in the sockets is read within this. */
const READ_MS: Milliseconds = 5;

/** A timer under way, which cannot be stopped. */
interface Tick {
  /** By the monotonic clock. */
  startMs: Milliseconds;
  length: Milliseconds;
}

/** When the deadlines that were set in one turn of the event loop were set. */
interface Turn {
  ranMs: Milliseconds;
}

/** A function, and the turn in which its deadline was set. */
interface Deadline {
  readonly turn: Turn;
  readonly callback: () => void;
  isCancelled: boolean;
}

/** All deadlines. After the last is cancelled, one timer may wake the process once. */
class Deadlines {
  /** By delay: those with the same delay pass in the order in which they were set. */
  readonly #pending = new Map<Milliseconds, Set<Deadline>>();
  #tick: Tick | undefined;
  /** How long this process ran until the tick started, as far as deadlines were pending. */
  #ranMs: Milliseconds = 0;
  /** The part of the tick after which the clock was read last: until then, this process ran. */
  #seenMs: Milliseconds = 0;
  /** The present turn, so that the checks of a round time out together. */
  #turn: Turn | undefined;
  readonly #endTurn = (): void => {
    // A turn may be long: by the time of its start, the last deadline would pass too early.
    if (this.#turn !== undefined) this.#turn.ranMs = this.#ran();
    this.#turn = undefined;
  };

  set(callback: () => void, delay: Milliseconds): () => void {
    if (this.#turn === undefined) {
      this.#turn = { ranMs: this.#ran() };
      queueMicrotask(this.#endTurn);
    }
    const deadline = { turn: this.#turn, callback, isCancelled: false };
    const same = this.#pending.get(delay) ?? new Set();
    this.#pending.set(delay, same.add(deadline));
    this.#startTick(delay);
    return () => {
      deadline.isCancelled = true;
      same.delete(deadline);
    };
  }

  /** How long this process ran until now. */
  #ran(): Milliseconds {
    const tick = this.#tick;
    if (tick !== undefined) {
      const nowMs = performance.now();
      const elapsed = nowMs - tick.startMs;
      if (elapsed <= tick.length + LATE_MS) this.#seenMs = elapsed;
      else {
        // Its timer is about to fire. What is late must not count then.
        this.#endTick(tick, elapsed);
        tick.startMs = nowMs;
        tick.length = 0;
      }
    }
    return this.#ranMs + this.#seenMs;
  }

  /** Starts a tick, unless one is under way that ends before a delay has passed. */
  #startTick(delay: Milliseconds): void {
    const length = Math.min(MAX_TICK_MS, Math.ceil(Math.max(MIN_TICK_MS, delay)));
    // Mostly the case, and known without the clock.
    if (this.#tick !== undefined && this.#tick.length <= length) return;
    const startMs = performance.now();
    if (this.#tick !== undefined) {
      if (this.#tick.startMs + this.#tick.length <= startMs + length) return;
      this.#endTick(this.#tick, startMs - this.#tick.startMs);
    }
    const tick = { startMs, length };
    this.#tick = tick;
    AbortSignal.timeout(length).addEventListener("abort", () => this.#fire(tick));
  }

  /** Counts the time of a tick. */
  #endTick({ length }: Tick, elapsed: Milliseconds): void {
    const isLate = elapsed > length + LATE_MS;
    this.#ranMs += isLate ? Math.max(length / 2, this.#seenMs) : elapsed;
    this.#seenMs = 0;
  }

  #fire(tick: Tick): void {
    // A shorter tick may have taken its place.
    if (tick !== this.#tick) return;
    this.#endTick(tick, performance.now() - tick.startMs);
    this.#tick = undefined;
    const passed: Deadline[] = [];
    let next = Infinity;
    for (const [delay, same] of this.#pending) {
      for (const deadline of same) {
        const left = deadline.turn.ranMs + delay - this.#ranMs;
        if (left > 0) {
          next = Math.min(next, left);
          break;
        }
        same.delete(deadline);
        passed.push(deadline);
      }
    }
    if (next < Infinity) this.#startTick(next);
    if (passed.length === 0) return;
    AbortSignal.timeout(READ_MS).addEventListener("abort", () => {
      for (const { isCancelled, callback } of passed) if (!isCancelled) callback();
    });
  }
}

const deadlines = new Deadlines();

/**
 * Calls a function once after a delay, however long the delay is. The delay counts only time in which this
 * process ran. A timer looks at the clock at least every 100 ms; where it fires over 50 ms late, half of the
 * time that it was set to counts, however late it is. So a process that is starved waits longer, and not
 * for ever.
 *
 * What came to a socket before the deadline passed is read before the function is called.
 *
 * @param delay A negative delay is 0. One of a few: each keeps a little memory for ever.
 * @returns A function that cancels the call; it can be called after the deadline has passed.
 */
export function setDeadline(callback: () => void, delay: Milliseconds): () => void {
  return deadlines.set(callback, delay);
}
