/** @module The life of outages: history, log and notices. */
import type { Instant } from "../process/clock.ts";
import type { Milliseconds, Seconds } from "../process/duration.ts";
import type { Log } from "../process/log.ts";
import type { Report } from "../check/report.ts";
import type { RecordedOutage } from "./history/history_file.ts";
import { endedAt, type Outage, Outages } from "./outages.ts";
import type { NoticeQueue } from "./notify/queue.ts";
import { type Sender, slackMessage } from "./notify/slack.ts";
import type { Recorder } from "./recorder.ts";
import { keyOf } from "./unwritten.ts";

/** Options of {@linkcode Watcher}. */
export interface WatcherOptions {
  /** The names of the endpoints. */
  endpoints: readonly string[];
  /** The names of those that are optional: their outages are remembered, and nothing else. */
  optional: readonly string[];
  /** The number of failed rounds in a row that open an outage. */
  after: number;
  /** An endpoint that was never up has no outage before this time after the start. */
  startup: Seconds;
  /** Where outages are remembered; `undefined` if there is no history. */
  recorder: Recorder | undefined;
  /** Where notices are sent from; `undefined` if there is no webhook. */
  queue: NoticeQueue | undefined;
  /** Where the notices say that they come from. */
  sender: Sender;
  log: Log;
  /** When the watch started. */
  startedAt: Instant;
}

/** The notices of an endpoint's outages within an hour; more than these would go unread. */
const MAX_NOTICES_PER_HOUR = 3;
const HOUR_MS: Milliseconds = 3_600_000;

/**
 * Opens and resolves outages, remembers them, logs them, and queues notices. At most three outages of
 * an endpoint are notified within an hour.
 */
export class Watcher {
  readonly #options: WatcherOptions;
  readonly #outages: Outages;
  /** When notices of outages were queued within the last hour, by endpoint. */
  readonly #notifiedMs = new Map<string, Milliseconds[]>();
  /** The keys of the outages whose opening was notified, or is queued. */
  readonly #announced = new Set<string>();
  /** The keys of the outages of an earlier watch that were never notified. */
  readonly #unannounced = new Set<string>();
  /** The number of outages opened. */
  opened = 0;
  /** The number of outages resolved. */
  resolved = 0;

  constructor(options: WatcherOptions) {
    this.#options = options;
    const { after, startup, startedAt } = options;
    this.#outages = new Outages({ after, startup, startedAt });
  }

  /**
   * Takes the outages that were ongoing when an earlier watch ended. They continue, without a second
   * notice, or end here.
   */
  adopt(open: readonly RecordedOutage[]): void {
    const { endpoints, recorder, startedAt, log } = this.#options;
    // No check will resolve an outage that is no longer watched.
    const gone = open.filter(({ endpoint }) => !endpoints.includes(endpoint));
    const watched = open.filter(({ endpoint }) => endpoints.includes(endpoint));
    for (const outage of this.#required(watched)) {
      (outage.notified ? this.#announced : this.#unannounced).add(keyOf(outage));
    }
    const ended = this.#outages.adopt(watched);
    const closed = gone.map((outage) => endedAt(outage, startedAt.date));
    recorder?.put([...closed, ...ended.replaced, ...ended.resolved]);
    const resolved = this.#required(ended.resolved);
    this.resolved += resolved.length;
    for (const { endpoint } of resolved) log("info", "outage resolved", { endpoint });
    this.#notifyResolved(resolved);
  }

  /** Takes the report of the next scheduled round. */
  observe(report: Report): void {
    const { recorder, log } = this.#options;
    const now = report.startedAt;
    const changes = this.#outages.observe(report);
    recorder?.put([...changes.opened, ...changes.ongoing, ...changes.resolved]);
    recorder?.addRound(now);
    const opened = this.#required(changes.opened);
    const ongoing = this.#required(changes.ongoing);
    const resolved = this.#required(changes.resolved);
    this.opened += opened.length;
    this.resolved += resolved.length;
    for (const { endpoint, lastFailure, lastReason } of opened) {
      log("error", "outage", { endpoint, failure: lastFailure, reason: lastReason });
    }
    for (const { endpoint } of resolved) log("info", "outage resolved", { endpoint });
    const late = ongoing.filter((outage) => this.#unannounced.delete(keyOf(outage)));
    this.#notifyOpened([...opened, ...late], now.ms);
    this.#notifyResolved(resolved);
  }

  /** The outages of required endpoints: only these are outages of the whole. */
  #required<T extends Outage>(outages: readonly T[]): T[] {
    return outages.filter(({ endpoint }) => !this.#options.optional.includes(endpoint));
  }

  #notifyOpened(outages: readonly Outage[], nowMs: Milliseconds): void {
    const recent = ({ endpoint }: Outage): Milliseconds[] =>
      (this.#notifiedMs.get(endpoint) ?? []).filter((timeMs) => nowMs - timeMs < HOUR_MS);
    const notified = outages.filter((outage) => recent(outage).length < MAX_NOTICES_PER_HOUR);
    const last = notified.filter((outage) => recent(outage).length === MAX_NOTICES_PER_HOUR - 1);
    for (const outage of notified) {
      this.#notifiedMs.set(outage.endpoint, [...recent(outage), nowMs]);
    }
    this.#notify("opened", notified, last.map(({ endpoint }) => endpoint));
  }

  #notifyResolved(outages: readonly Outage[]): void {
    this.#notify("resolved", outages.filter((outage) => this.#announced.delete(keyOf(outage))), []);
  }

  #notify(
    kind: "opened" | "resolved",
    outages: readonly Outage[],
    flapping: readonly string[],
  ): void {
    const { queue, recorder, sender } = this.#options;
    if (outages.length === 0 || queue === undefined) return;
    const message = slackMessage({ kind, outages, flapping }, sender);
    const onSent = (): void => {
      if (kind === "opened") recorder?.markNotified(outages);
    };
    if (!queue.put({ message, onSent }) || kind === "resolved") return;
    for (const outage of outages) this.#announced.add(keyOf(outage));
  }
}
