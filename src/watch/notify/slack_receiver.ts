/** @module Slack as a receiver of notices. */
import { type Instant, now } from "../../process/time/clock.ts";
import type { Milliseconds, Seconds } from "../../process/time/duration.ts";
import type { Log } from "../../process/output/log.ts";
import type { RecordedOutage } from "../history/history_file.ts";
import type { Changes, Outage } from "../outages.ts";
import { keyOf } from "../record/unwritten.ts";
import { Mutes } from "./mutes.ts";
import { NoticeQueue } from "./queue.ts";
import type { Receiver, Sender } from "./receiver.ts";
import { type Notice, slackMessage, slackTest } from "./slack.ts";
import { post, type Sent } from "./webhook.ts";

/** Options of {@linkcode SlackReceiver}. */
export interface SlackReceiverOptions {
  /** The URL of the webhook. It is a secret. */
  url: string;
  sender: Sender;
  /** How often a message repeats that an outage is ongoing; `null` for never. */
  repeat: Seconds | null;
  log: Log;
  /** Called when Slack has accepted the message that the outages have opened. */
  onOpeningSent: (outages: readonly Outage[]) => void;
  /**
   * Where the messages wait.
   * @default {a queue that posts to the webhook}
   */
  queue?: NoticeQueue;
}

interface NotifyOptions {
  flapping?: readonly string[];
  /** Whether Slack has accepted an earlier message about the outages. */
  isReminder?: boolean;
}

const ADVICE = "Slack does not take messages there: make a new webhook for SLACK_WEBHOOK_URL";

/**
 * Sends a message when outages open and when they are resolved. The third message about an endpoint
 * within an hour mutes it for an hour: it is flapping. If it is down when the mute ends, a message says
 * so, so that no mute hides an outage. Nor does a failure of Slack: while an outage is ongoing, it is
 * announced until Slack accepts it.
 */
export class SlackReceiver implements Receiver {
  readonly name = "slack";
  readonly shownUrl: undefined;
  readonly #options: SlackReceiverOptions;
  readonly #queue: NoticeQueue;
  readonly #mutes = new Mutes();
  /** When the last message about each announced outage was queued, by its key. */
  readonly #announcedMs = new Map<string, Milliseconds | undefined>();
  /** The keys of the outages of an earlier watch that were never announced. */
  readonly #unannounced = new Set<string>();
  /** The keys of the ongoing outages whose announcement failed, or found no place in the queue. */
  readonly #missed = new Set<string>();

  constructor(options: SlackReceiverOptions) {
    const { url, log } = options;
    this.#options = options;
    this.#queue = options.queue ?? new NoticeQueue({
      receiver: this.name,
      advice: ADVICE,
      log,
      send: (message, signal) => post(message, { url, signal }),
    });
  }

  get sent(): number {
    return this.#queue.sent;
  }

  get dropped(): number {
    return this.#queue.dropped;
  }

  get waiting(): number {
    return this.#queue.waiting;
  }

  adopt(open: readonly RecordedOutage[], resolved: readonly Outage[]): void {
    for (const outage of open) {
      if (outage.notified) this.#announcedMs.set(keyOf(outage), undefined);
      else this.#unannounced.add(keyOf(outage));
    }
    this.#notifyResolved(resolved, now());
  }

  observe({ opened, ongoing, resolved }: Changes, now: Instant): void {
    const over = this.#mutes.end(now.ms);
    const unmuted = ongoing.filter(({ endpoint }) => over.has(endpoint));
    const late = ongoing.filter((outage) => this.#unannounced.delete(keyOf(outage)));
    // An earlier announcement may be waiting, and still fail.
    if (this.#queue.waiting > 0) unmuted.map(keyOf).forEach((key) => this.#missed.add(key));
    else this.#notify("unmuted", unmuted, now);
    this.#notifyOpened([...opened, ...late], now);
    this.#announceAgain(ongoing, now);
    const due = ongoing.filter((outage) => this.#isDue(outage, now));
    this.#notify("ongoing", due, now, { isReminder: true });
    this.#notifyResolved(resolved, now);
  }

  async run(signal: AbortSignal): Promise<void> {
    await this.#queue.run(signal);
  }

  async sendTest(signal: AbortSignal): Promise<Sent> {
    const { url, sender } = this.#options;
    return await post(slackTest(sender), { url, signal });
  }

  #notifyOpened(outages: readonly Outage[], now: Instant): void {
    const audible = outages.filter(({ endpoint }) => !this.#mutes.has(endpoint));
    const names = audible.map(({ endpoint }) => endpoint);
    const flapping = names.filter((name) => this.#mutes.count(name, now.ms));
    this.#notify("opened", audible, now, { flapping });
  }

  /** Announces the outages whose announcement was missed, in one message for all. */
  #announceAgain(ongoing: readonly Outage[], now: Instant): void {
    // While Slack accepts nothing, these would fill the queue.
    if (this.#missed.size === 0 || this.#queue.waiting > 0) return;
    this.#notify("ongoing", ongoing.filter((outage) => this.#missed.has(keyOf(outage))), now);
  }

  /** Notifies of the end of those outages whose opening was announced. */
  #notifyResolved(outages: readonly Outage[], now: Instant): void {
    for (const outage of outages) {
      this.#unannounced.delete(keyOf(outage));
      this.#missed.delete(keyOf(outage));
    }
    this.#notify(
      "resolved",
      outages.filter((outage) => this.#announcedMs.delete(keyOf(outage))),
      now,
    );
  }

  /** Whether it is time to repeat that an outage is ongoing. */
  #isDue(outage: Outage, { ms }: Instant): boolean {
    const { repeat } = this.#options;
    const key = keyOf(outage);
    if (repeat === null || !this.#announcedMs.has(key)) return false;
    const lastMs = this.#announcedMs.get(key);
    // Another process sent the message: count from here.
    if (lastMs === undefined) this.#announcedMs.set(key, ms);
    // While Slack accepts nothing, reminders would fill the queue.
    return lastMs !== undefined && ms - lastMs >= repeat * 1000 &&
      !this.#mutes.has(outage.endpoint) && this.#queue.waiting === 0;
  }

  #notify(
    kind: Notice["kind"],
    outages: readonly Outage[],
    now: Instant,
    { flapping = [], isReminder = false }: NotifyOptions = {},
  ): void {
    if (outages.length === 0) return;
    const { sender, onOpeningSent } = this.#options;
    const onSent = (): void => {
      if (kind !== "resolved") onOpeningSent(outages);
    };
    const isAnnouncement = kind !== "resolved" && !isReminder;
    const keys = outages.map(keyOf);
    const before = new Set(keys.filter((key) => this.#announcedMs.has(key)));
    const onFailed = (): void => {
      if (!isAnnouncement) return;
      for (const key of keys) {
        // It may be over by now.
        if (!this.#announcedMs.has(key)) continue;
        this.#missed.add(key);
        if (!before.has(key)) this.#announcedMs.delete(key);
      }
    };
    const message = slackMessage({ kind, outages, flapping, now: now.date }, sender);
    const isQueued = this.#queue.put({ message, onSent, onFailed });
    for (const key of kind === "resolved" ? [] : keys) {
      if (isQueued) {
        this.#missed.delete(key);
        this.#announcedMs.set(key, now.ms);
      } else if (isAnnouncement) this.#missed.add(key);
    }
  }
}
