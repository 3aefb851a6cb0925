/** @module Recording a watch in its history, and retrying. */
import { reasonOf } from "../../check/reason.ts";
import type { Report } from "../../check/report.ts";
import type { Instant } from "../../process/time/clock.ts";
import type { Milliseconds, Seconds } from "../../process/time/duration.ts";
import type { Log } from "../../process/output/log.ts";
import { sleep } from "../../process/time/sleep.ts";
import type { HistoryFile, RecordedOutage } from "../history/history_file.ts";
import type { Joined, Outage } from "../outage.ts";
import { ResponseMeter } from "./response_meter.ts";
import { Unwritten } from "./unwritten.ts";
import { WatchedTime } from "./watched_time.ts";

/** Options of {@linkcode Recorder}. */
export interface RecorderOptions {
  file: HistoryFile;
  /** The value of `--history`, for the log. */
  path: string;
  /** The names of the endpoints. */
  endpoints: readonly string[];
  /** The names of those that are optional. */
  optional: readonly string[];
  /** The days that the history is kept. */
  keep: number;
  /** The time between two rounds above which it does not count as watched. */
  maxGap: Seconds;
  /** When the watch started. */
  startedAt: Instant;
  log: Log;
  /** Called with the ongoing outages of the file that this watch has not opened. */
  onOpen: (outages: readonly RecordedOutage[]) => void;
  /**
   * The pause after an attempt that failed.
   * @default {5}
   */
  pause?: Seconds;
  /**
   * How long the last write may take.
   * @default {5}
   */
  lastWrite?: Seconds;
}

const DAY_MS: Milliseconds = 86_400_000;

/**
 * Writes what a watch remembers to the history, beside the rounds: a slow volume delays none of them. As
 * long as the file cannot be opened or written, it keeps what is missing and tries again.
 */
export class Recorder {
  readonly #options: Required<RecorderOptions>;
  readonly #unwritten = new Unwritten();
  readonly #watched: WatchedTime;
  readonly #meter = new ResponseMeter();
  /** Aborted when the first attempt to open the file has ended. */
  readonly #tried = new AbortController();
  #changed = Promise.withResolvers<void>();
  #now: Instant;
  #open = false;
  #wasWritten = false;
  /** Why the last attempt failed; `undefined` if it succeeded. */
  failure: string | undefined;
  /** The number of failed attempts to open or write the file. */
  errors = 0;

  constructor(options: RecorderOptions) {
    this.#options = { pause: 5, lastWrite: 5, ...options };
    this.#watched = new WatchedTime(options.maxGap);
    this.#now = options.startedAt;
  }

  /**
   * Waits until the first attempt to open the file has ended, so that its outages are known.
   *
   * @param max How long to wait for a slow volume.
   */
  async tried(max: Milliseconds, signal: AbortSignal): Promise<void> {
    await sleep(max, AbortSignal.any([signal, this.#tried.signal]));
  }

  /** Records a round: when it started, and how long its checks took. */
  addRound(report: Report): void {
    this.#now = report.startedAt;
    this.#watched.add(report.startedAt);
    this.#meter.add(report);
    this.#changed.resolve();
  }

  /** Records outages. Those that have not changed are not written again. */
  put(outages: readonly Outage[]): void {
    for (const outage of outages) this.#unwritten.put(outage);
    this.#changed.resolve();
  }

  /** Records each outage that two watches have seen begin as one. */
  join(joined: readonly Joined[]): void {
    for (const pair of joined) this.#unwritten.join(pair);
    this.#changed.resolve();
  }

  /** Records that a notice of the opening of outages was sent. */
  markNotified(outages: readonly Outage[]): void {
    for (const outage of outages) this.#unwritten.markNotified(outage);
    this.#changed.resolve();
  }

  /**
   * Writes what is added, until the signal aborts. Then it writes once more, closes the file, and gives up
   * if that takes too long. It never rejects.
   */
  async run(signal: AbortSignal): Promise<void> {
    const { lastWrite, log, path } = this.#options;
    const written = new AbortController();
    const timeout = new Promise<void>((resolve) =>
      signal.addEventListener("abort", () => {
        this.#changed.resolve();
        resolve(sleep(lastWrite * 1000, written.signal));
      }, { once: true })
    );
    await Promise.race([this.#writeUntil(signal).then(() => written.abort()), timeout]);
    if (written.signal.aborted && this.failure === undefined) return;
    const reason = written.signal.aborted ? this.failure ?? "" : `no answer within ${lastWrite} s`;
    const outages = this.#unwritten.outages.length;
    // Without an outage, only the time that was watched is lost.
    log(outages > 0 ? "error" : "warn", "history incomplete", { file: path, reason, outages });
  }

  async #writeUntil(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const written = await this.attempt();
      if (written) await this.#changed.promise;
      else await sleep(this.#options.pause * 1000, signal);
    }
    await this.attempt();
    await this.#options.file.close().catch(() => {});
  }

  /**
   * Opens the file if it is not open, and writes what it does not hold.
   *
   * @returns Whether it succeeded. The first failure in a row is logged, and the success after it.
   */
  async attempt(): Promise<boolean> {
    this.#changed = Promise.withResolvers();
    try {
      if (!this.#open) await this.#reopen();
      await this.#write();
      this.#succeed();
      return true;
    } catch (error) {
      this.#open = false;
      this.#fail(error);
      return false;
    } finally {
      this.#tried.abort();
    }
  }

  async #reopen(): Promise<void> {
    const held = await this.#options.file.open();
    this.#open = true;
    this.#options.onOpen(this.#unwritten.opened(held));
  }

  async #write(): Promise<void> {
    const { file, endpoints, optional, keep, startedAt } = this.#options;
    const watched = this.#watched.take();
    const outages = this.#unwritten.outages;
    const responses = this.#meter.take();
    if (watched.length === 0 && outages.length === 0 && responses.length === 0) return;
    // If the wall clock was set ahead, too much would be older than `keep`.
    const sinceStartMs = startedAt.date.getTime() + this.#now.ms - startedAt.ms;
    const nowMs = Math.min(this.#now.date.getTime(), sinceStartMs);
    const pruneBefore = new Date(nowMs - keep * DAY_MS);
    try {
      await file.write({ outages, watched, responses, endpoints, optional, pruneBefore });
    } catch (error) {
      this.#watched.putBack(watched);
      this.#meter.putBack(responses);
      throw error;
    }
    this.#unwritten.written(outages);
  }

  #fail(error: unknown): void {
    this.errors++;
    const isFirst = this.failure === undefined;
    this.failure = reasonOf(error);
    if (!isFirst) return;
    const { log, path } = this.#options;
    const event = this.#wasWritten ? "history not written" : "history not opened";
    log("error", event, { file: path, reason: this.failure });
  }

  #succeed(): void {
    const event = this.#wasWritten ? "history written again" : "history opened";
    this.#wasWritten = true;
    if (this.failure === undefined) return;
    this.failure = undefined;
    const { dropped } = this.#unwritten;
    const fields = { file: this.#options.path, ...(dropped > 0 ? { dropped } : {}) };
    this.#options.log("info", event, fields);
    this.#unwritten.dropped = 0;
  }
}
