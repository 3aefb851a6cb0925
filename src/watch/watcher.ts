/** @module The life of outages: history, log and notices. */
import type { Instant } from "../process/time/clock.ts";
import type { Seconds } from "../process/time/duration.ts";
import type { Log } from "../process/output/log.ts";
import type { Report } from "../check/report.ts";
import type { RecordedOutage } from "./history/history_file.ts";
import { endedAt, type Outage } from "./outage.ts";
import { Outages } from "./outages.ts";
import type { Receiver } from "./notify/receiver.ts";
import type { Recorder } from "./record/recorder.ts";

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
  /** What outages are notified to. */
  receivers: readonly Pick<Receiver, "adopt" | "observe">[];
  log: Log;
  /** When the watch started. */
  startedAt: Instant;
}

/** Opens and resolves outages, remembers them, logs them, and notifies of them. */
export class Watcher {
  readonly #options: WatcherOptions;
  readonly #outages: Outages;
  /** The endpoints whose ongoing outage this watch has opened. */
  readonly #own = new Set<string>();
  /** The number of outages opened. */
  opened = 0;
  /** The number of them that were resolved. */
  resolved = 0;

  constructor(options: WatcherOptions) {
    this.#options = options;
    const { after, startup, startedAt } = options;
    this.#outages = new Outages({ after, startup, startedAt });
  }

  /** The number of outages that are ongoing, whoever opened them. */
  get ongoing(): number {
    return this.#required(this.#outages.ongoing).length;
  }

  /** Returns when the ongoing outage of the endpoint with this name began; `undefined` without one. */
  beginOf(name: string): Date | undefined {
    return this.#outages.beginOf(name);
  }

  /**
   * Takes the outages that were ongoing when an earlier watch ended. They continue, without a second
   * notice, or end here.
   */
  adopt(open: readonly RecordedOutage[]): void {
    const { endpoints, recorder, receivers, startedAt, log } = this.#options;
    // No check will resolve an outage that is no longer watched.
    const gone = open.filter(({ endpoint }) => !endpoints.includes(endpoint));
    const watched = open.filter(({ endpoint }) => endpoints.includes(endpoint));
    const adopted = this.#outages.adopt(watched);
    const closed = gone.map((outage) => endedAt(outage, startedAt.date));
    recorder?.put([...closed, ...adopted.replaced, ...adopted.resolved]);
    recorder?.join(adopted.joined);
    const resolved = this.#required(adopted.resolved);
    for (const { endpoint } of resolved) log("info", "outage resolved", { endpoint });
    const joined = adopted.joined.filter(({ outage }) => this.#required([outage]).length > 0);
    for (const receiver of receivers) receiver.adopt(this.#required(watched), resolved, joined);
  }

  /** Takes the report of the next scheduled round. */
  observe(report: Report): void {
    const { recorder, receivers, log } = this.#options;
    const now = report.startedAt;
    const changes = this.#outages.observe(report);
    recorder?.put([...changes.opened, ...changes.ongoing, ...changes.resolved]);
    recorder?.addRound(report);
    const opened = this.#required(changes.opened);
    const ongoing = this.#required(changes.ongoing);
    const resolved = this.#required(changes.resolved);
    this.opened += opened.length;
    for (const { endpoint } of opened) this.#own.add(endpoint);
    this.resolved += resolved.filter(({ endpoint }) => this.#own.delete(endpoint)).length;
    for (const { endpoint, lastFailure, lastReason } of opened) {
      log("error", "outage", { endpoint, failure: lastFailure, reason: lastReason });
    }
    for (const { endpoint } of resolved) log("info", "outage resolved", { endpoint });
    for (const receiver of receivers) receiver.observe({ opened, ongoing, resolved }, now);
  }

  /** The outages of required endpoints: only these are outages of the whole. */
  #required<T extends Outage>(outages: readonly T[]): T[] {
    return outages.filter(({ endpoint }) => !this.#options.optional.includes(endpoint));
  }
}
