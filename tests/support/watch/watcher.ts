/** @module A watcher without checks: its rounds, and what it logs and puts in its queue. */
import type { Outcome } from "../../../src/check/report.ts";
import type { Seconds } from "../../../src/process/time/duration.ts";
import type { HistoryFile } from "../../../src/watch/history/history_file.ts";
import { NoticeQueue, type QueuedNotice } from "../../../src/watch/notify/queue.ts";
import { SlackReceiver } from "../../../src/watch/notify/slack_receiver.ts";
import { Recorder, type RecorderOptions } from "../../../src/watch/record/recorder.ts";
import { Watcher, type WatcherOptions } from "../../../src/watch/watcher.ts";
import { failure } from "../outcome.ts";
import { at as instant, OK, report } from "../reports.ts";
import { HERE } from "./sender.ts";

/** A queue that keeps what is put in it. */
export class RecordingQueue extends NoticeQueue {
  readonly notices: QueuedNotice[] = [];
  full = false;
  /** Whether a notice is still waiting to be sent. */
  isBusy = false;

  constructor() {
    super({
      receiver: "slack",
      advice: "",
      send: () => Promise.resolve({ result: "sent" }),
      log: () => {},
    });
  }

  override get waiting(): number {
    return this.isBusy ? 1 : 0;
  }

  override put(notice: QueuedNotice): boolean {
    if (!this.full) this.notices.push(notice);
    return !this.full;
  }

  /** What was put since the last call, each shortened to its title and whether it calls one flapping. */
  take(): string[] {
    return this.notices.splice(0).flatMap(({ message }) => {
      const sent = message();
      if (sent === undefined) return [];
      const { text } = sent as { text: string };
      const flapping = JSON.stringify(sent).includes("is flapping: no more messages about it");
      return text.replace(/^:\w+: | after .*| \(here\).*/g, "") + (flapping ? " (flapping)" : "");
    });
  }

  /** Says that all attempts to send what was put since the last take() have failed. */
  fail(mayHaveArrived = false): void {
    for (const { onFailed } of this.notices) onFailed(mayHaveArrived);
  }

  /** Says that all that was put since the last take() was sent. */
  send(): void {
    for (const { onSent } of this.notices) onSent();
  }
}

/** A watcher of two required endpoints and an optional one, its queue, and what it logs. */
export interface Bench {
  readonly watcher: Watcher;
  /** What writes the history, without a file if the bench has none. */
  readonly recorder: Recorder;
  readonly queue: RecordingQueue;
  /** The events since the last call, each with its endpoint or reason. */
  readonly events: () => string[];
  /**
   * A round at a second: what fails has its reason, what is not named is ok. The wall clock is so far ahead
   * of the monotonic one. Returns when the history has been written, or could not be.
   */
  readonly round: (
    second: number,
    failing?: Readonly<Record<string, string>>,
    ahead?: Seconds,
  ) => Promise<void>;
}

const NAMES = ["a", "b", "optional"];

/** A file that holds nothing. */
const NO_FILE: HistoryFile = {
  open: () => Promise.resolve([]),
  write: () => Promise.resolve(),
  render: () => Promise.resolve(""),
  close: () => Promise.resolve(),
};

function argumentOf(name: string): string {
  return name === "optional" ? "http://optional/#optional" : `http://${name}/`;
}

/**
 * A watcher that started at the epoch, with outages after one failed round. It has read the file, if
 * there is one and it can be read.
 */
export async function benchOf(
  { repeat = null, ...options }:
    & Partial<WatcherOptions & RecorderOptions>
    & { repeat?: Seconds | null } = {},
): Promise<Bench> {
  const queue = new RecordingQueue();
  const events: string[] = [];
  const common = {
    endpoints: NAMES,
    optional: ["optional"],
    startedAt: instant(0),
    log: (level, event, { endpoint, reason, dropped } = {}) =>
      void events.push([level, event, endpoint, reason, dropped].filter(Boolean).join(" ")),
  } satisfies Partial<WatcherOptions>;
  const recorder = new Recorder({
    ...common,
    file: NO_FILE,
    path: "history.db",
    keep: 1,
    maxGap: 35,
    onOpen: (outages) => watcher.adopt(outages),
    ...options,
  });
  const watcher = new Watcher({
    ...common,
    after: 1,
    startup: 0,
    recorder,
    receivers: [
      new SlackReceiver({
        url: "http://localhost/",
        authorities: [],
        sender: HERE,
        repeat,
        log: common.log,
        onOpeningSent: (outages) => recorder.markNotified(outages),
        queue,
      }),
    ],
    ...options,
  });
  await recorder.attempt();
  return {
    watcher,
    recorder,
    queue,
    events: () => events.splice(0),
    round: async (second, failing = {}, ahead = 0): Promise<void> => {
      const found = NAMES.map((name): [string, Outcome] => {
        const reason = failing[name];
        return [argumentOf(name), reason === undefined ? OK : failure("other", reason)];
      });
      const { ready, results } = await report(Object.fromEntries(found));
      const startedAt = { ...instant(second), date: new Date((second + ahead) * 1000) };
      watcher.observe({
        ready,
        startedAt,
        results: results.map((result) => ({ ...result, startedAt })),
      });
      await recorder.attempt();
    },
  };
}
