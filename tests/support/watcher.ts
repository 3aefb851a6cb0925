/** @module A watcher without checks: its rounds, and what it logs and puts in its queue. */
import { DatabaseSync } from "node:sqlite";
import type { Outcome } from "../../src/check/report.ts";
import { HistoryStore } from "../../src/watch/history/store.ts";
import { NoticeQueue, type QueuedNotice } from "../../src/watch/notify/queue.ts";
import type { Outage } from "../../src/watch/outages.ts";
import { Watcher, type WatcherOptions } from "../../src/watch/watcher.ts";
import { inFolder } from "./folder.ts";
import { failure } from "./outcome.ts";
import { at as instant, OK, report } from "./reports.ts";

/** A queue that keeps what is put in it. */
export class RecordingQueue extends NoticeQueue {
  readonly notices: QueuedNotice[] = [];
  full = false;

  constructor() {
    super({ send: () => Promise.resolve({ result: "sent" }), log: () => {} });
  }

  override put(notice: QueuedNotice): boolean {
    if (!this.full) this.notices.push(notice);
    return !this.full;
  }

  /** What was put since the last call, each shortened to its title and whether it calls one flapping. */
  take(): string[] {
    return this.notices.splice(0).map(({ message }) => {
      const { text } = message as { text: string };
      const flapping = text.includes("is flapping; no more messages about it for an hour");
      return text.replace(/ on pod-1\..*/, "") + (flapping ? " (flapping)" : "");
    });
  }

  /** Says that all that was put since the last take() was sent. */
  send(): void {
    for (const { onSent } of this.notices) onSent();
  }
}

/** A watcher of two required endpoints and an optional one, its queue, and what it logs. */
export interface Bench {
  readonly watcher: Watcher;
  readonly queue: RecordingQueue;
  /** The events since the last call, each with its endpoint or reason. */
  readonly events: () => string[];
  /** A round at a second: what fails has its reason, what is not named is ok. */
  readonly round: (second: number, failing?: Readonly<Record<string, string>>) => Promise<void>;
}

const NAMES = ["a", "b", "optional"];

function argumentOf(name: string): string {
  return name === "optional" ? "http://optional/#optional" : `http://${name}/`;
}

/** A watcher that started at the epoch, with a round every 10 s and outages after one of them. */
export async function benchOf(options: Partial<WatcherOptions> = {}): Promise<Bench> {
  const queue = new RecordingQueue();
  const events: string[] = [];
  const { results } = await report(
    Object.fromEntries(NAMES.map((name) => [argumentOf(name), OK])),
  );
  const watcher = new Watcher({
    endpoints: results.map(({ endpoint }) => endpoint),
    every: 10,
    after: 1,
    startup: 0,
    keep: 1,
    history: undefined,
    queue,
    sender: { host: "pod-1" },
    log: (level, event, { endpoint, reason } = {}) =>
      void events.push([level, event, endpoint, reason].filter(Boolean).join(" ")),
    startedAt: instant(0),
    ...options,
  });
  return {
    watcher,
    queue,
    events: () => events.splice(0),
    round: async (second, failing = {}): Promise<void> => {
      const found = NAMES.map((name): [string, Outcome] => {
        const reason = failing[name];
        return [argumentOf(name), reason === undefined ? OK : failure(reason)];
      });
      const { ready, results } = await report(Object.fromEntries(found));
      const startedAt = instant(second);
      watcher.observe({
        ready,
        startedAt,
        results: results.map((result) => ({ ...result, startedAt })),
      });
    },
  };
}

/** Returns the time this many seconds after the epoch. */
export function at(second: number): Date {
  return new Date(second * 1000);
}

/** Creates an outage with one reason; without an end it is ongoing. */
export function outage(endpoint: string, begin: number, end: number | null = null): Outage {
  const ended = end === null ? null : at(end);
  return { endpoint, begin: at(begin), end: ended, firstReason: "x", lastReason: "x" };
}

/** A history in a file, for as long as it is used. */
export function withHistory(
  use: (history: HistoryStore, path: string) => Promise<void>,
): Promise<void> {
  return inFolder(async (folder) => {
    const path = `${folder}/history.db`;
    const history = await HistoryStore.open(path);
    try {
      await use(history, path);
    } finally {
      history.close();
    }
  });
}

/** Runs SQL over another connection. */
export function execute(path: string, sql: string): void {
  const db = new DatabaseSync(path);
  db.exec(sql);
  db.close();
}
