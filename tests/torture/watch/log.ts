/** @module The log of one life of the process. */
import type { Milliseconds } from "../../../src/process/time/duration.ts";
import { sleep } from "../../../src/process/time/sleep.ts";

/** How long a line may take, with a busy machine. */
const MAX_WAIT: Milliseconds = 3000;
/** Two times by the clock of the process that differ more are not by the same setting of it. */
const MAX_APART: Milliseconds = 60_000;

/** Waits for what is written from a time on. */
interface Waiter {
  readonly ms: Milliseconds;
  readonly isRead: AbortController;
}

/** Knows what the log has said so far. */
export class LifeLog {
  /** The events but the checks, each with the endpoint if it has one. */
  readonly #events: string[] = [];
  /** The endpoints whose ongoing outage it has told. */
  readonly #told = new Set<string>();
  readonly #stopped = new AbortController();
  readonly #waiters = new Set<Waiter>();
  /** When the last line that was read was written, by the clock of the process. */
  #readMs: Milliseconds = 0;
  /** The number of outages that it told, and that it then told to be resolved. */
  resolved = 0;

  /** Takes the next line. */
  take(line: string): void {
    const [, date = "", event = line, fields = ""] =
      /^(\S+) \w+ +(.*?)((?: \w+=.*)?)$/.exec(line) ?? [];
    const [, endpoint] = / endpoint=(\S+)/.exec(fields) ?? [];
    if (event !== "check") this.#events.push([event, endpoint ?? []].flat().join(" "));
    if (event === "outage") this.#told.add(endpoint ?? "");
    if (event === "outage resolved" && this.#told.delete(endpoint ?? "")) this.resolved++;
    if (event === "stopped") this.#stopped.abort();
    this.#readMs = Date.parse(date);
    this.#wake();
  }

  /** The number of events that match. */
  count(pattern: RegExp): number {
    return this.#events.filter((event) => pattern.test(event)).length;
  }

  /** Whether it says that the history cannot be written. */
  isHistoryBroken(): boolean {
    return /^history not /.test(this.#events.findLast((event) => /^history /.test(event)) ?? "");
  }

  /**
   * Waits until all is read that was written before a time.
   *
   * @param ms The time, by the clock of the process as it is set now.
   * @returns Whether it was.
   */
  async until(ms: Milliseconds): Promise<boolean> {
    const waiter = { ms, isRead: new AbortController() };
    this.#waiters.add(waiter);
    this.#wake();
    await sleep(MAX_WAIT, waiter.isRead.signal);
    this.#waiters.delete(waiter);
    return waiter.isRead.signal.aborted;
  }

  /** Waits until it says that the process ends now, in an orderly way. Returns whether it did in time. */
  async stopped(max: Milliseconds): Promise<boolean> {
    await sleep(max, this.#stopped.signal);
    return this.#stopped.signal.aborted;
  }

  #wake(): void {
    for (const { ms, isRead } of this.#waiters) {
      if (this.#readMs >= ms && this.#readMs < ms + MAX_APART) isRead.abort();
    }
  }
}
