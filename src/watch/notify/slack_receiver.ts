/** @module Slack as a receiver of notices. */
import { type Instant, now } from "../../process/time/clock.ts";
import type { Seconds } from "../../process/time/duration.ts";
import type { Log } from "../../process/output/log.ts";
import type { RecordedOutage } from "../history/history_file.ts";
import type { Changes, Joined, Outage } from "../outage.ts";
import { Announcements, type Purpose } from "./announcements.ts";
import { Mutes } from "./mutes.ts";
import { NoticeQueue } from "./queue.ts";
import type { Receiver, Sender } from "./receiver.ts";
import { type Notice, slackMessage, slackTest } from "./slack.ts";
import { post, type Sent } from "./webhook.ts";

/** Options of {@linkcode SlackReceiver}. */
export interface SlackReceiverOptions {
  /** The URL of the webhook. It is a secret. */
  url: string;
  /** Certificates in PEM that are trusted besides the usual authorities. */
  authorities: readonly string[];
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
  /** Whether an earlier message announced the outages. */
  isReminder?: boolean;
}

const ADVICE = "Slack does not take messages there: make a new webhook for SLACK_WEBHOOK_URL";

/**
 * Sends a message when outages open and when they are resolved. The third message about an endpoint
 * within an hour mutes it for an hour: it is flapping. If it is down when the mute ends, a message says
 * so, so that no mute hides an outage. Nor does a failure of Slack: while an outage is ongoing, it is
 * announced until Slack accepts it, and so is an end, for an hour. A message whose answer was lost may
 * have arrived: it is sent again, and the end of its outage is told.
 */
export class SlackReceiver implements Receiver {
  readonly name = "slack";
  readonly host: undefined;
  readonly shownUrl: undefined;
  readonly advice = ADVICE;
  readonly #options: SlackReceiverOptions;
  readonly #queue: NoticeQueue;
  readonly #mutes = new Mutes();
  readonly #announcements = new Announcements();

  constructor(options: SlackReceiverOptions) {
    const { url, authorities, log } = options;
    this.#options = options;
    this.#queue = options.queue ?? new NoticeQueue({
      receiver: this.name,
      advice: ADVICE,
      log,
      send: (message, signal) => post(message, { url, signal, authorities }),
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

  adopt(
    open: readonly RecordedOutage[],
    resolved: readonly Outage[],
    joined: readonly Joined[],
  ): void {
    this.#announcements.adopt(open);
    for (const pair of joined) this.#announcements.join(pair);
    this.#notifyResolved(resolved, now());
  }

  observe({ opened, ongoing, resolved }: Changes, now: Instant): void {
    const over = this.#mutes.end(now.ms);
    const unmuted = ongoing.filter(({ endpoint }) => over.has(endpoint));
    const late = this.#announcements.takeUnannounced(ongoing);
    // An earlier announcement may be waiting, and still fail.
    if (this.#queue.waiting > 0) this.#announcements.onFull("announcement", unmuted, now.ms);
    else this.#notify("unmuted", unmuted, now);
    this.#notifyOpened([...opened, ...late], now);
    this.#announceAgain(ongoing, now);
    this.#tellEndsAgain(now);
    const due = ongoing.filter((outage) => this.#isDue(outage, now));
    this.#notify("ongoing", due, now, { isReminder: true });
    this.#notifyResolved(resolved, now);
  }

  async run(signal: AbortSignal): Promise<void> {
    await this.#queue.run(signal);
  }

  async sendTest(signal: AbortSignal): Promise<Sent> {
    const { url, sender, authorities } = this.#options;
    return await post(slackTest(sender), { url, signal, authorities });
  }

  #notifyOpened(outages: readonly Outage[], now: Instant): void {
    const audible = outages.filter(({ endpoint }) => !this.#mutes.has(endpoint));
    const names = audible.map(({ endpoint }) => endpoint);
    const flapping = names.filter((name) => this.#mutes.count(name, now.ms));
    this.#notify("opened", audible, now, { flapping });
  }

  /** Announces the outages whose announcement has failed, in one message for all that are due. */
  #announceAgain(ongoing: readonly Outage[], now: Instant): void {
    // While Slack accepts nothing, these would fill the queue.
    if (this.#queue.waiting > 0) return;
    this.#notify("ongoing", this.#announcements.due(ongoing, now.ms), now);
  }

  /** Notifies of the end of those outages whose opening was announced. */
  #notifyResolved(outages: readonly Outage[], now: Instant): void {
    this.#notify("resolved", this.#announcements.resolve(outages), now);
  }

  #tellEndsAgain(now: Instant): void {
    const due = this.#announcements.dueEnds(now);
    if (this.#queue.waiting === 0) this.#notify("resolved", due, now);
  }

  /** Whether it is time to repeat that an outage is ongoing. */
  #isDue(outage: Outage, { ms }: Instant): boolean {
    const { repeat } = this.#options;
    // While Slack accepts nothing, reminders would fill the queue.
    return repeat !== null && this.#announcements.isOlder(outage, repeat * 1000, ms) &&
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
    const started = isReminder ? "reminder" : "announcement";
    const purpose: Purpose = kind === "resolved" ? "end" : started;
    const known = this.#announcements;
    const isQueued = this.#queue.put({
      message: () => {
        const told = outages.filter((outage) => purpose !== "end" || known.mayBeKnown(outage));
        if (told.length === 0) return undefined;
        return slackMessage({ kind, outages: told, flapping, now: now.date }, sender);
      },
      onSent: () => {
        if (purpose !== "end") onOpeningSent(outages);
        known.onSent(purpose, outages);
      },
      onFailed: (mayHaveArrived) =>
        known.onMissed(purpose, outages, { mayHaveArrived, queuedMs: now.ms }),
    });
    if (isQueued) known.onQueued(purpose, outages, now.ms);
    else known.onFull(purpose, outages, now.ms);
  }
}
