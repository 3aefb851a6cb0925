import type { Family } from "../metrics/family.ts";
import type { NoticeQueue } from "./notify/queue.ts";
import type { Watcher } from "./watcher.ts";

/** What a watch adds to the metrics. */
export function watchFamilies(watcher: Watcher, queue: NoticeQueue | undefined): Family[] {
  const counter = (name: string, help: string, value: number): Family => ({
    name,
    type: "counter",
    help,
    samples: [["_total", {}, value]],
  });
  return [
    counter("healthcheck_outages_begun", "Outages that have begun.", watcher.begun),
    counter("healthcheck_outages_resolved", "Outages that have ended.", watcher.resolved),
    counter(
      "healthcheck_history_errors",
      "Attempts to write the history that failed.",
      watcher.historyErrors,
    ),
    counter("healthcheck_notices_sent", "Messages that Slack has taken.", queue?.sent ?? 0),
    counter(
      "healthcheck_notices_dropped",
      "Messages that were given up.",
      queue?.dropped ?? 0,
    ),
    {
      name: "healthcheck_notices_waiting",
      type: "gauge",
      help: "Messages that wait to be sent.",
      samples: [["", {}, queue?.waiting ?? 0]],
    },
  ];
}
