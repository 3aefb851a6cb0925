/** @module The metrics of a watch. */
import type { Family } from "../metrics/family.ts";
import type { NoticeQueue } from "./notify/queue.ts";
import type { Recorder } from "./recorder.ts";
import type { Watcher } from "./watcher.ts";

/** Options of {@linkcode watchFamilies}. */
export interface WatchFamiliesOptions {
  watcher: Watcher;
  /** What writes the history; without it, its counter is 0. */
  recorder: Recorder | undefined;
  /** The notices to Slack; without it, their counters are 0. */
  queue: NoticeQueue | undefined;
}

/** Returns the families that `watch` adds to the metrics. */
export function watchFamilies({ watcher, recorder, queue }: WatchFamiliesOptions): Family[] {
  const counter = (name: string, help: string, value: number): Family => ({
    name,
    type: "counter",
    help,
    samples: [["_total", {}, value]],
  });
  return [
    counter("healthcheck_outages_begun", "Outages opened.", watcher.opened),
    counter("healthcheck_outages_resolved", "Outages resolved.", watcher.resolved),
    counter(
      "healthcheck_history_errors",
      "Failed attempts to open or write the history.",
      recorder?.errors ?? 0,
    ),
    counter("healthcheck_notices_sent", "Notices that Slack accepted.", queue?.sent ?? 0),
    counter(
      "healthcheck_notices_dropped",
      "Notices that were dropped.",
      queue?.dropped ?? 0,
    ),
    {
      name: "healthcheck_notices_waiting",
      type: "gauge",
      help: "Notices waiting to be sent.",
      samples: [["", {}, queue?.waiting ?? 0]],
    },
  ];
}
