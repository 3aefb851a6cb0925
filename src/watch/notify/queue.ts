/** @module The queue of notices. */
import { sleep } from "../../process/time/sleep.ts";
import { untilAborted } from "../../process/time/until_aborted.ts";
import type { Seconds } from "../../process/time/duration.ts";
import type { Log } from "../../process/output/log.ts";
import type { Sent } from "./webhook.ts";

/** A notice in the queue. */
export interface QueuedNotice {
  /** Returns what is sent, as JSON, when its turn comes; `undefined` if there is nothing to say by then. */
  readonly message: () => object | undefined;
  /** Called once the notice has been sent; never if it is dropped. */
  readonly onSent: () => void;
  /**
   * Called if it is dropped because it was refused, had no answer, or all attempts have failed; another
   * notice may be sent later.
   */
  readonly onFailed: (mayHaveArrived: boolean) => void;
}

/** Options of {@linkcode NoticeQueue}. */
export interface NoticeQueueOptions {
  /** Tries once to send a message. It must not reject. */
  send: (message: object, signal: AbortSignal) => Promise<Sent>;
  /** The name of the receiver, for the log. */
  receiver: string;
  /** What a person should do when the receiver refuses a notice, for the log. */
  advice: string;
  log: Log;
  /**
   * The maximum number of notices in the queue.
   * @default {100}
   */
  capacity?: number;
  /**
   * The maximum number of attempts to send one notice.
   * @default {10}
   */
  attempts?: number;
  /**
   * The pause before the second attempt; it doubles with each attempt.
   * @default {1}
   */
  pause?: Seconds;
}

/** The maximum pause, even if `Retry-After` is longer. */
const MAX_PAUSE: Seconds = 300;

/**
 * Sends notices one at a time, in order. Each is retried, with a growing pause, until it is sent or
 * dropped; the notices behind it wait.
 */
export class NoticeQueue {
  readonly #options: Required<NoticeQueueOptions>;
  readonly #notices: QueuedNotice[] = [];
  #arrived = Promise.withResolvers<void>();
  /** Why the receiver refused the last notice; `undefined` if it accepted the last one. */
  #refusal: string | undefined;
  /** The number of notices sent. */
  sent = 0;
  /** The number of notices dropped. */
  dropped = 0;

  constructor(options: NoticeQueueOptions) {
    this.#options = { capacity: 100, attempts: 10, pause: 1, ...options };
  }

  /** The number of notices in the queue, including the one being sent. */
  get waiting(): number {
    return this.#notices.length;
  }

  /**
   * Appends a notice. If the queue is full, it drops the notice and logs that.
   *
   * @returns Whether there was room for it.
   */
  put(notice: QueuedNotice): boolean {
    if (this.#notices.length >= this.#options.capacity) {
      this.#drop("the queue is full");
      return false;
    }
    this.#notices.push(notice);
    this.#arrived.resolve();
    return true;
  }

  /** Sends notices until the signal aborts. The rest stay in the queue. It never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const [notice] = this.#notices;
      if (notice === undefined) {
        this.#arrived = Promise.withResolvers();
        await untilAborted(signal, this.#arrived.promise);
        continue;
      }
      await this.#send(notice, signal);
      if (!signal.aborted) this.#notices.shift();
    }
  }

  async #send({ message, onSent, onFailed }: QueuedNotice, signal: AbortSignal): Promise<void> {
    const body = message();
    if (body === undefined) return;
    const { send, attempts, pause, receiver, log } = this.#options;
    for (let attempt = 1; !signal.aborted; attempt++) {
      const result = await send(body, signal);
      if (result.result === "sent") {
        this.sent++;
        this.#refusal = undefined;
        return onSent();
      }
      if (signal.aborted) return;
      if (result.result !== "later" || attempt === attempts) {
        if (result.result === "refused") this.#refuse(result.reason);
        else this.#drop(result.reason);
        return onFailed(result.result === "unknown");
      }
      log("warn", "notice not accepted", { receiver, reason: result.reason, attempt });
      const seconds = result.seconds ?? pause * 2 ** (attempt - 1);
      await sleep(Math.min(seconds, MAX_PAUSE) * 1000, signal);
    }
  }

  #drop(reason: string): void {
    this.dropped++;
    const { receiver, log } = this.#options;
    log("error", "notice dropped", { receiver, reason });
  }

  /**
   * Drops a notice that the receiver refused. It is logged once for each reason: the next notices are
   * probably refused too.
   */
  #refuse(reason: string): void {
    this.dropped++;
    if (this.#refusal === reason) return;
    this.#refusal = reason;
    const { receiver, advice, log } = this.#options;
    log("error", "notice refused", { receiver, reason, todo: advice });
  }
}
