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
import { Retries } from "./retries.ts";
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

/** An end that is older tells nobody anything. */
const MAX_END_AGE_MS: Milliseconds = 3_600_000;

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
  readonly #options: SlackReceiverOptions;
  readonly #queue: NoticeQueue;
  readonly #mutes = new Mutes();
  /** When the last message about each announced outage was queued, by its key. */
  readonly #announcedMs = new Map<string, Milliseconds | undefined>();
  /** The keys of the outages of an earlier watch that were never announced. */
  readonly #unannounced = new Set<string>();
  /** When to repeat the messages that failed, or found no place in the queue. */
  readonly #retries = new Retries();
  /** The number of messages about each outage that may arrive, or may have arrived. */
  readonly #hopes = new Map<string, number>();
  /** The outages whose end Slack did not accept. */
  readonly #untoldEnds = new Set<Outage>();

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

  adopt(open: readonly RecordedOutage[], resolved: readonly Outage[]): void {
    for (const outage of open) {
      if (outage.notified) {
        this.#announcedMs.set(keyOf(outage), undefined);
        this.#hope(keyOf(outage), 1);
      } else this.#unannounced.add(keyOf(outage));
    }
    this.#notifyResolved(resolved, now());
  }

  observe({ opened, ongoing, resolved }: Changes, now: Instant): void {
    const over = this.#mutes.end(now.ms);
    const unmuted = ongoing.filter(({ endpoint }) => over.has(endpoint));
    const late = ongoing.filter((outage) => this.#unannounced.delete(keyOf(outage)));
    // An earlier announcement may be waiting, and still fail.
    if (this.#queue.waiting > 0) {
      for (const key of unmuted.map(keyOf)) this.#retries.fail(key, now.ms);
    } else this.#notify("unmuted", unmuted, now);
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
    this.#notify(
      "ongoing",
      ongoing.filter((outage) => this.#retries.isDue(keyOf(outage), now.ms)),
      now,
    );
  }

  /** Notifies of the end of those outages whose opening was announced. */
  #notifyResolved(outages: readonly Outage[], now: Instant): void {
    for (const outage of outages) {
      this.#unannounced.delete(keyOf(outage));
      this.#retries.end(keyOf(outage));
    }
    this.#notify(
      "resolved",
      outages.filter((outage) => this.#announcedMs.delete(keyOf(outage))),
      now,
    );
  }

  #tellEndsAgain(now: Instant): void {
    for (const outage of this.#untoldEnds) {
      if (now.date.getTime() - (outage.end?.getTime() ?? 0) > MAX_END_AGE_MS) this.#endUp(outage);
    }
    if (this.#queue.waiting > 0) return;
    const due = [...this.#untoldEnds].filter((it) => this.#retries.isDue(keyOf(it), now.ms));
    this.#notify("resolved", due, now);
  }

  /** Forgets an outage that is over. */
  #endUp(outage: Outage): void {
    this.#untoldEnds.delete(outage);
    this.#retries.end(keyOf(outage));
    this.#hopes.delete(keyOf(outage));
  }

  #hope(key: string, change: 1 | -1): void {
    this.#hopes.set(key, Math.max(0, (this.#hopes.get(key) ?? 0) + change));
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
    const { sender } = this.#options;
    const isEnd = kind === "resolved";
    const isAnnouncement = !isEnd && !isReminder;
    const isQueued = this.#queue.put({
      message: () => {
        const told = outages.filter((outage) => !isEnd || this.#mayBeKnown(outage));
        if (told.length === 0) return undefined;
        return slackMessage({ kind, outages: told, flapping, now: now.date }, sender);
      },
      onSent: () => this.#settle(isEnd, outages),
      onFailed: (mayHaveArrived) => {
        if (isEnd) this.#missEnds(outages, now);
        else if (isAnnouncement) this.#miss(outages, { mayHaveArrived, queuedMs: now.ms });
      },
    });
    if (!isQueued && isEnd) this.#missEnds(outages, now);
    for (const key of isEnd ? [] : outages.map(keyOf)) {
      if (isQueued) {
        this.#retries.start(key);
        this.#announcedMs.set(key, now.ms);
        if (isAnnouncement) this.#hope(key, 1);
      } else if (isAnnouncement) this.#retries.fail(key, now.ms);
    }
    if (isQueued && isEnd) outages.map(keyOf).forEach((key) => this.#retries.start(key));
  }

  /** Whether a message about the outage has arrived, or may have. If not, nobody waits for its end. */
  #mayBeKnown(outage: Outage): boolean {
    if ((this.#hopes.get(keyOf(outage)) ?? 0) > 0) return true;
    this.#endUp(outage);
    return false;
  }

  #settle(isEnd: boolean, outages: readonly Outage[]): void {
    if (!isEnd) this.#options.onOpeningSent(outages);
    for (const outage of outages) {
      if (isEnd) this.#endUp(outage);
      else this.#retries.end(keyOf(outage));
    }
  }

  #miss(
    outages: readonly Outage[],
    { mayHaveArrived, queuedMs }: { mayHaveArrived: boolean; queuedMs: Milliseconds },
  ): void {
    for (const key of outages.map(keyOf)) {
      if (!mayHaveArrived) this.#hope(key, -1);
      // It may be over by now.
      if (!this.#announcedMs.has(key)) continue;
      this.#retries.fail(key, queuedMs);
      if (this.#hopes.get(key) === 0) this.#announcedMs.delete(key);
    }
  }

  #missEnds(outages: readonly Outage[], { ms }: Instant): void {
    for (const outage of outages) {
      if (!this.#hopes.has(keyOf(outage))) continue;
      this.#untoldEnds.add(outage);
      this.#retries.fail(keyOf(outage), ms);
    }
  }
}
