/** @module The limit on the sockets of all checks. */
import { NO_DESCRIPTOR, WaitFailure } from "../check/reason.ts";
import type { Milliseconds } from "../process/duration.ts";
import { isOutOfDescriptors } from "../process/error_code.ts";
import { type Priority, Semaphore } from "./semaphore.ts";

/** An open socket that counts against the limit. */
export interface Acquired<T> {
  readonly socket: T;
  /** Gives the slot back. Call it once, after closing the socket. */
  readonly release: () => void;
}

/** The sockets of the endpoints of one priority. */
export interface Sockets {
  /**
   * Opens a socket as soon as the limit allows one more.
   *
   * @param open Opens it; the signal aborts the attempt.
   * @returns What `open` returned. It rejects with what `open` rejects with, or with a
   * {@linkcode WaitFailure} if the signal aborts before there was a slot and a descriptor.
   */
  acquire<T>(open: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<Acquired<T>>;
}

/** How many sockets the endpoints of each priority may have open at the same time. */
const SIZE: Readonly<Record<Priority, number>> = { required: 256, optional: 128 };
/** Descriptors left to the clients of the sidecar. */
const RESERVED_DESCRIPTORS = 8;
/** The lowest limit: under it, one slot remains for each priority. */
const LOWEST = 2;
/** After a check found no descriptor, none tries for this long. */
const RETRY_MS: Milliseconds = 20;
/**
 * The lowered limit doubles after each of these. Others may have taken the descriptors for a moment only,
 * and checks wait within their timeout, maybe behind checks that hang.
 */
const RECOVERY_MS: Milliseconds = 50;
/**
 * The lowered limit stays as it is for this long, at first. If descriptors run short again as it rises, it
 * stays twice as long: each attempt to rise may take the descriptors that are left to clients.
 */
const HOLD_MS: Milliseconds = 100;
const MAX_HOLD_MS: Milliseconds = 10_000;

/**
 * Limits the sockets of all checks, so that optional endpoints cannot starve required ones. Where
 * descriptors run short, it lowers the limit for a while. A check waits, first come, first served,
 * until there is a slot and a descriptor, or its own timeout ends.
 */
export class SocketLimit {
  readonly #size: Readonly<Record<Priority, number>>;
  readonly #slots: Semaphore;
  /** The limit right after it was lowered; `undefined` while it is not. */
  #lowered: number | undefined;
  #loweredMs: Milliseconds = 0;
  #holdMs = HOLD_MS;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param size How many sockets each priority may have open; 256 and 128 by default. */
  constructor(size: Readonly<Record<Priority, number>> = SIZE) {
    this.#size = size;
    this.#slots = new Semaphore(size);
  }

  /** The sockets of the endpoints of one priority. */
  of(priority: Priority): Sockets {
    return { acquire: (open, signal) => this.#acquire(priority, open, signal) };
  }

  async #acquire<T>(
    priority: Priority,
    open: (signal: AbortSignal) => Promise<T>,
    signal: AbortSignal,
  ): Promise<Acquired<T>> {
    // The checks of a round start together: where descriptors run short, the required ones come first.
    if (priority === "optional") await Promise.resolve();
    const turn = this.#slots.takeTurn();
    for (;;) {
      this.#recover();
      const acquired = this.#slots.acquire(priority, signal, turn);
      this.#recoverLater();
      const granted = typeof acquired === "boolean" ? acquired : await acquired;
      this.#recoverLater();
      if (!granted) throw this.#waitFailure(priority);
      try {
        const socket = await open(signal);
        return { socket, release: () => this.#slots.release(priority) };
      } catch (error) {
        const retry = isOutOfDescriptors(error);
        if (retry) this.#lower();
        this.#slots.release(priority);
        if (!retry) throw error;
      }
    }
  }

  /** Lowers the limit below the sockets that are open, and lets no check try for a moment. */
  #lower(): void {
    const open = this.#slots.held - 1;
    const nowMs = performance.now();
    if (this.#lowered === undefined) this.#holdMs = HOLD_MS;
    else if (nowMs - this.#loweredMs > this.#holdMs && open > this.#lowered) {
      this.#holdMs = Math.min(2 * this.#holdMs, MAX_HOLD_MS);
    }
    this.#lowered = Math.max(LOWEST, open - RESERVED_DESCRIPTORS);
    this.#loweredMs = nowMs;
    this.#slots.limit = 0;
  }

  /** Raises the limit with the time since it was lowered. */
  #recover(): void {
    if (this.#lowered === undefined) return;
    const elapsedMs = performance.now() - this.#loweredMs;
    if (elapsedMs < RETRY_MS) return;
    const risingMs = Math.max(0, elapsedMs - this.#holdMs);
    const limit = this.#lowered * 2 ** Math.floor(risingMs / RECOVERY_MS);
    if (limit >= this.#size.required + this.#size.optional) this.#lowered = undefined;
    this.#slots.limit = this.#lowered === undefined ? Infinity : limit;
  }

  /** Wakes those that wait when the limit has risen, not only when a socket is closed. */
  #recoverLater(): void {
    if (this.#lowered === undefined || this.#slots.waiting === 0) {
      if (this.#timer !== undefined) clearTimeout(this.#timer);
      this.#timer = undefined;
      return;
    }
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#recover();
      this.#recoverLater();
    }, RETRY_MS);
  }

  #waitFailure(priority: Priority): WaitFailure {
    return new WaitFailure(
      "descriptors",
      this.#slots.isFull(priority)
        ? `waited for one of ${this.#size[priority]} sockets`
        : NO_DESCRIPTOR,
    );
  }
}
