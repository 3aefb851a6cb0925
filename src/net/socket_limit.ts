/** @module The limit on the sockets of all checks. */
import { CheckFailure, NO_DESCRIPTOR } from "../check/reason.ts";
import type { Milliseconds } from "../process/duration.ts";
import { errorCode } from "../process/error_code.ts";
import { sleep } from "../process/sleep.ts";

/** Options of {@linkcode SocketLimit}. */
export interface SocketLimitOptions {
  /**
   * How many sockets may be open at the same time.
   * @default {256}
   */
  max?: number;
}

/** An open socket that counts against the limit. */
export interface Acquired<T> {
  readonly socket: T;
  /** Gives the slot back. Call it once, after closing the socket. */
  readonly release: () => void;
}

/** Descriptors left to the clients of the sidecar. */
const RESERVED_DESCRIPTORS = 8;
/** A check that found no descriptor tries again after this. */
const RETRY_MS: Milliseconds = 20;
/** The lowered limit rises by one after each of these. */
const RECOVERY_MS: Milliseconds = 100;

/**
 * A semaphore for the sockets of all checks. At the limit, and where descriptors run short, a check
 * waits, first in first out, until another releases its slot or its own timeout ends.
 */
export class SocketLimit {
  readonly #max: number;
  readonly #waiters: Set<() => void> = new Set();
  #limit: number;
  #loweredMs: Milliseconds = 0;
  #open = 0;

  constructor({ max = 256 }: SocketLimitOptions = {}) {
    this.#max = max;
    this.#limit = max;
  }

  /**
   * Opens a socket as soon as the limit allows one more.
   *
   * Rejects with what `dial` rejects with, or with a {@linkcode CheckFailure} if the signal aborts
   * before there was a descriptor.
   */
  async acquire<T>(dial: () => Promise<T>, signal: AbortSignal): Promise<Acquired<T>> {
    for (;;) {
      while (this.#open >= this.#currentLimit()) await this.#released(signal);
      this.#open++;
      try {
        const socket = await dial();
        return { socket, release: () => this.#release() };
      } catch (error) {
        this.#release();
        if (!isExhausted(error)) throw error;
        this.#limit = Math.max(1, Math.min(this.#limit, this.#open - RESERVED_DESCRIPTORS));
        this.#loweredMs = performance.now();
        await sleep(RETRY_MS, signal);
        if (signal.aborted) throw new CheckFailure(NO_DESCRIPTOR);
      }
    }
  }

  /** Waits until a slot is released. */
  async #released(signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const wake = (): void => resolve();
    this.#waiters.add(wake);
    signal.addEventListener("abort", wake);
    if (signal.aborted) wake();
    await promise;
    signal.removeEventListener("abort", wake);
    // Aborted after being woken: wake the next waiter, or its slot is lost.
    if (!this.#waiters.delete(wake) && signal.aborted) this.#wakeNext();
    if (signal.aborted) throw new CheckFailure(NO_DESCRIPTOR);
  }

  #release(): void {
    this.#open--;
    this.#wakeNext();
  }

  #wakeNext(): void {
    const [next] = this.#waiters;
    if (next === undefined) return;
    this.#waiters.delete(next);
    next();
  }

  /** The limit, which rises again with the time since it was lowered. */
  #currentLimit(): number {
    const recovered = Math.floor((performance.now() - this.#loweredMs) / RECOVERY_MS);
    return Math.min(this.#max, this.#limit + recovered);
  }
}

function isExhausted(error: unknown): boolean {
  return ["EMFILE", "ENFILE"].includes(errorCode(error));
}
