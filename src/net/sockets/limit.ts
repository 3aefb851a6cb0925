/** @module The limit on the sockets of all checks. */
import { NO_DESCRIPTOR, WaitFailure } from "../../check/reason.ts";
import { setDeadline } from "../../process/time/deadline.ts";
import type { Milliseconds } from "../../process/time/duration.ts";
import { isOutOfDescriptors } from "../../process/error_code.ts";
import { type Priority, Semaphore } from "../semaphore.ts";

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
/** After a check found no descriptor, none tries for this long. */
const RETRY_MS: Milliseconds = 20;
/** How many sockets each priority may have open even where others have used up the descriptors. */
const FEWEST: Readonly<Record<Priority, number>> = { required: 16, optional: 8 };
/** How many descriptors the required endpoints leave to the clients of the sidecar. */
const RESERVED = 8;
/** How long the lower limits hold. Each attempt to go without them takes descriptors from clients. */
const HOLD_MS: Milliseconds = 10_000;

/**
 * Limits the sockets of all checks, so that optional endpoints cannot starve required ones. A check waits,
 * first come, first served, until there is a slot and a descriptor, or its own timeout ends.
 *
 * Where descriptors run short, optional endpoints go on with half of the sockets that they have open, and
 * required ones with a few less, so that clients can connect. To try again is not enough: with 64
 * descriptors and 60 optional endpoints that hang for 1 s, a required endpoint failed in 97 of 277 answers
 * for want of a descriptor, and 1,050 of 1,152 connections of clients were refused. With these limits, it
 * was none of 892, and 4 of 1,136.
 */
export class SocketLimit {
  readonly #size: Readonly<Record<Priority, number>>;
  readonly #slots: Semaphore;
  /** When descriptors ran short last; `Infinity` while the limits are not lower. */
  #shortMs: Milliseconds = Infinity;
  #isPaused = false;

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
    for (;;) {
      this.#recover();
      const acquired = this.#slots.acquire(priority, signal);
      const granted = typeof acquired === "boolean" ? acquired : await acquired;
      if (!granted) throw this.#waitFailure(priority);
      try {
        const socket = await open(signal);
        return { socket, release: () => this.#slots.release(priority) };
      } catch (error) {
        const isShort = isOutOfDescriptors(error);
        if (isShort) this.#pause();
        this.#slots.release(priority);
        if (!isShort) throw error;
      }
    }
  }

  /** Lets no check try for a moment. After it, only those that have a descriptor hold a slot. */
  #pause(): void {
    this.#shortMs = performance.now();
    if (this.#isPaused) return;
    this.#isPaused = true;
    this.#slots.resize({ required: 0, optional: 0 });
    setDeadline(() => {
      this.#isPaused = false;
      const { required, optional } = this.#slots.held;
      this.#allow({ required: required - RESERVED, optional: Math.floor(optional / 2) });
    }, RETRY_MS);
  }

  #recover(): void {
    if (performance.now() - this.#shortMs < HOLD_MS) return;
    this.#shortMs = Infinity;
    this.#allow(this.#size);
  }

  #allow(sockets: Readonly<Record<Priority, number>>): void {
    const allowed = (priority: Priority): number =>
      Math.min(this.#size[priority], Math.max(FEWEST[priority], sockets[priority]));
    this.#slots.resize({ required: allowed("required"), optional: allowed("optional") });
  }

  #waitFailure(priority: Priority): WaitFailure {
    return new WaitFailure(
      "descriptors",
      this.#shortMs === Infinity || this.#slots.held[priority] >= this.#size[priority]
        ? `waited for one of ${this.#size[priority]} sockets`
        : NO_DESCRIPTOR,
    );
  }
}
