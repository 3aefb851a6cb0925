import { delay } from "../process/delay.ts";
import { CheckFailure, NO_DESCRIPTOR } from "../check/reason.ts";

/** How many sockets checks may have open. */
export interface SocketLimitOptions {
  /**
   * The most of them at the same time.
   * @default {256}
   */
  most?: number;
}

/** A socket that is open. */
export interface Taken<T> {
  readonly socket: T;
  /** Says, once, that it is closed. */
  readonly release: () => void;
}

/** So many descriptors are left to whoever asks the sidecar. */
const RESERVE = 8;
/** The seconds after which a check that found no descriptor tries again. */
const PAUSE = 0.02;
/** After each of these, one more socket is allowed again. */
const RECOVERY_MS = 100;

/**
 * The sockets of all checks. Beyond the most, and where descriptors run short, a check waits for one
 * that another gives back, as long as its timeout lasts; who asks the sidecar must find one left.
 */
export class SocketLimit {
  readonly #most: number;
  readonly #waiting: Set<() => void> = new Set();
  #limit: number;
  #lowered = 0;
  #open = 0;

  constructor({ most = 256 }: SocketLimitOptions = {}) {
    this.#most = most;
    this.#limit = most;
  }

  /**
   * Opens a socket when there may be one more.
   *
   * Rejects with what `dial` rejects with; and with a CheckFailure when the signal aborts before there
   * was a descriptor.
   */
  async take<T>(dial: () => Promise<T>, signal: AbortSignal): Promise<Taken<T>> {
    for (;;) {
      while (this.#open >= this.#recovered()) await this.#released(signal);
      this.#open++;
      try {
        const socket = await dial();
        return { socket, release: () => this.#release() };
      } catch (error) {
        this.#release();
        if (!isExhausted(error)) throw error;
        this.#limit = Math.max(1, Math.min(this.#limit, this.#open - RESERVE));
        this.#lowered = performance.now();
        await delay(PAUSE, signal);
        if (signal.aborted) throw new CheckFailure(NO_DESCRIPTOR);
      }
    }
  }

  /** Waits until one is released. */
  async #released(signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const end = (): void => resolve();
    this.#waiting.add(end);
    signal.addEventListener("abort", end);
    if (signal.aborted) end();
    await promise;
    signal.removeEventListener("abort", end);
    // Woken to the end of its time, it passes its turn on.
    if (!this.#waiting.delete(end) && signal.aborted) this.#wake();
    if (signal.aborted) throw new CheckFailure(NO_DESCRIPTOR);
  }

  #release(): void {
    this.#open--;
    this.#wake();
  }

  #wake(): void {
    const [next] = this.#waiting;
    if (next === undefined) return;
    this.#waiting.delete(next);
    next();
  }

  /** The limit, which rises again with the time since it was lowered. */
  #recovered(): number {
    const more = Math.floor((performance.now() - this.#lowered) / RECOVERY_MS);
    return Math.min(this.#most, this.#limit + more);
  }
}

function isExhausted(error: unknown): boolean {
  return error instanceof Error && "code" in error &&
    (error.code === "EMFILE" || error.code === "ENFILE");
}
