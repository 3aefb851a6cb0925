/** @module The life of outages: history, log and notices. */
import type { Instant } from "../process/clock.ts";
import type { Milliseconds, Seconds } from "../process/duration.ts";
import type { Log } from "../process/log.ts";
import type { Endpoint } from "../check/endpoint.ts";
import type { Report } from "../check/report.ts";
import { reasonOf } from "../check/reason.ts";
import { HistoryStore } from "./history/store.ts";
import { HistoryError } from "./history/schema.ts";
import { type Outage, Outages } from "./outages.ts";
import type { NoticeQueue } from "./notify/queue.ts";
import { type Sender, slackMessage } from "./notify/slack.ts";

/** Options of {@linkcode Watcher}. */
export interface WatcherOptions {
  /** The endpoints of every round; the optional ones have no outages. */
  endpoints: readonly Endpoint[];
  /** From the start of a round to the start of the next. */
  every: Seconds;
  /** The number of failed rounds in a row that open an outage. */
  after: number;
  /** An endpoint that was never up has no outage before this time after the start. */
  startup: Seconds;
  /** The days that the history is kept. */
  keep: number;
  /** Where outages are remembered; `undefined` if there is no history. */
  history: HistoryStore | undefined;
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
/** A gap between rounds of more periods than these was not watched. */
const MAX_GAP_PERIODS = 3;
/** The outages that are kept in memory while the history cannot be written. */
const MAX_UNWRITTEN = 1000;
const HOUR_MS: Milliseconds = 3_600_000;
const DAY_MS: Milliseconds = 86_400_000;

/**
 * Opens and resolves outages, remembers them, logs them, and queues notices. At most three outages of
 * an endpoint are notified within an hour.
 */
export class Watcher {
  readonly #options: WatcherOptions;
  readonly #outages: Outages;
  /** The names of the required endpoints, which can have outages. */
  readonly #names: readonly string[];
  /** The outages that the history does not hold yet, by key. */
  readonly #unwritten = new Map<string, Outage>();
  /** When notices of outages were queued within the last hour, by endpoint. */
  readonly #notifiedMs = new Map<string, Milliseconds[]>();
  /** The keys of the outages whose opening was notified, or is queued. */
  readonly #announced = new Set<string>();
  /** The keys of the outages of the last watch that were never notified. */
  readonly #unannounced: Set<string>;
  #historyFails = false;
  /** The number of outages opened. */
  opened = 0;
  /** The number of outages resolved. */
  resolved = 0;
  /** The number of failed attempts to read or write the history. */
  historyErrors = 0;

  constructor(options: WatcherOptions) {
    this.#options = options;
    const { history, endpoints, after, startup, startedAt } = options;
    const names = endpoints.filter(({ optional }) => !optional).map(({ name }) => name);
    this.#names = names;
    const open = this.#useHistory(() => {
      const all = history?.openOutages() ?? [];
      for (const outage of all) {
        // It is no longer watched, so no check will resolve it.
        if (!names.includes(outage.endpoint)) history?.enter({ ...outage, end: startedAt.date });
      }
      return all.filter(({ endpoint }) => names.includes(endpoint));
    }) ?? [];
    this.#outages = new Outages({ after, startup, startedAt, open });
    for (const outage of open) if (outage.notified) this.#announced.add(keyOf(outage));
    this.#unannounced = new Set(open.filter(({ notified }) => !notified).map(keyOf));
  }

  /**
   * Takes the report of the next scheduled round. When it returns, the history holds the changes;
   * it never throws, even if the history cannot be written.
   */
  observe(report: Report): void {
    const { history, keep, log, every } = this.#options;
    const now = report.startedAt;
    const { opened, ongoing, resolved } = this.#outages.observe(report);
    for (const outage of [...opened, ...ongoing, ...resolved]) {
      if (this.#unwritten.size < MAX_UNWRITTEN) this.#unwritten.set(keyOf(outage), outage);
    }
    this.#useHistory(() => {
      for (const [key, outage] of this.#unwritten) {
        history?.enter(outage);
        this.#unwritten.delete(key);
      }
      history?.watched(now.date, this.#names, MAX_GAP_PERIODS * every);
      history?.prune(new Date(now.date.getTime() - keep * DAY_MS));
    });
    this.opened += opened.length;
    this.resolved += resolved.length;
    for (const { endpoint, lastReason } of opened) {
      log("error", "outage", { endpoint, reason: lastReason });
    }
    for (const { endpoint } of resolved) log("info", "outage resolved", { endpoint });
    const late = ongoing.filter((outage) => this.#unannounced.delete(keyOf(outage)));
    this.#notifyOpened([...opened, ...late], now.ms);
    this.#notifyResolved(resolved);
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
    const { queue, history, sender } = this.#options;
    if (outages.length === 0 || queue === undefined) return;
    const message = slackMessage({ kind, outages, flapping }, sender);
    const onSent = (): void => {
      this.#useHistory(() => {
        if (kind === "opened") { for (const outage of outages) history?.markNotified(outage); }
      });
    };
    if (!queue.put({ message, onSent }) || kind === "resolved") return;
    for (const outage of outages) this.#announced.add(keyOf(outage));
  }

  /**
   * Reads or writes the history. It logs the first failure in a row; the watch continues without.
   */
  #useHistory<T>(use: () => T): T | undefined {
    try {
      const result = use();
      if (this.#historyFails) this.#options.log("info", "history written again");
      this.#historyFails = false;
      return result;
    } catch (error) {
      this.historyErrors++;
      if (!this.#historyFails) {
        this.#options.log("error", "history not written", { reason: reasonOf(error) });
      }
      this.#historyFails = true;
      return undefined;
    }
  }
}

/**
 * Opens the history of a watch, or logs why there is none.
 *
 * @param path The value of `--history`.
 */
export async function openHistory(path: string, log: Log): Promise<HistoryStore | undefined> {
  try {
    return await HistoryStore.open(path);
  } catch (error) {
    if (!(error instanceof HistoryError)) throw error;
    log("error", "no history", { file: path, reason: reasonOf(error) });
    return undefined;
  }
}

function keyOf({ endpoint, begin }: Outage): string {
  return `${begin.getTime()} ${endpoint}`;
}
