import { sleep } from "../../process/sleep.ts";
import type { Seconds } from "../../process/duration.ts";
import type { Log } from "../../process/log.ts";
import type { Sent } from "./webhook.ts";

/** A message that waits to be sent. */
export interface Letter {
  readonly message: object;
  /** Is told when it has been sent. */
  readonly sent: () => void;
}

/** How messages are sent. */
export interface NoticeQueueOptions {
  /** Sends a message once. It must not reject. */
  send: (message: object, signal: AbortSignal) => Promise<Sent>;
  log: Log;
  /**
   * How many messages may wait.
   * @default {100}
   */
  capacity?: number;
  /**
   * How often one message is tried.
   * @default {10}
   */
  attempts?: number;
  /**
   * The seconds before the second attempt, which double with each.
   * @default {1}
   */
  pause?: number;
}

/** The longest wait, whatever `Retry-After` says. */
const MAX_PAUSE: Seconds = 300;

/** Messages in order, each tried until it is taken or given up. A message waits for those before it. */
export class NoticeQueue {
  readonly #options: Required<NoticeQueueOptions>;
  readonly #letters: Letter[] = [];
  #arrived = Promise.withResolvers<void>();
  #refused = false;
  sent = 0;
  dropped = 0;

  constructor(options: NoticeQueueOptions) {
    this.#options = { capacity: 100, attempts: 10, pause: 1, ...options };
  }

  /** How many wait. */
  get waiting(): number {
    return this.#letters.length;
  }

  /** Puts a message behind all that wait. Whether there was room for it. */
  put(letter: Letter): boolean {
    if (this.#letters.length >= this.#options.capacity) {
      this.#drop("the queue is full");
      return false;
    }
    this.#letters.push(letter);
    this.#arrived.resolve();
    return true;
  }

  /** Sends until the signal aborts; what still waits then stays unsent. */
  async run(signal: AbortSignal): Promise<void> {
    const aborted = new Promise<void>((resolve) =>
      signal.addEventListener("abort", () => resolve(), { once: true })
    );
    while (!signal.aborted) {
      const [letter] = this.#letters;
      if (letter === undefined) {
        this.#arrived = Promise.withResolvers();
        await Promise.race([this.#arrived.promise, aborted]);
        continue;
      }
      await this.#send(letter, signal);
      if (!signal.aborted) this.#letters.shift();
    }
  }

  async #send({ message, sent }: Letter, signal: AbortSignal): Promise<void> {
    const { send, attempts, pause, log } = this.#options;
    for (let attempt = 1; !signal.aborted; attempt++) {
      const result = await send(message, signal);
      if (result.result === "sent") {
        this.sent++;
        return sent();
      }
      if (signal.aborted) return;
      if (result.result === "refused") return this.#respondError(result.reason);
      if (result.result === "unknown" || attempt === attempts) return this.#drop(result.reason);
      log("warn", "notice not taken", { reason: result.reason, attempt });
      const seconds = result.seconds ?? pause * 2 ** (attempt - 1);
      await sleep(Math.min(seconds, MAX_PAUSE) * 1000, signal);
    }
  }

  #drop(reason: string): void {
    this.dropped++;
    this.#options.log("error", "notice dropped", { reason });
  }

  /** It will be the same with each, and once is enough to say it. */
  #respondError(reason: string): void {
    this.dropped++;
    if (this.#refused) return;
    this.#refused = true;
    const todo = "Slack does not take messages there: make a new webhook for SLACK_WEBHOOK_URL";
    this.#options.log("error", "notice refused", { reason, todo });
  }
}
