/** @module The metrics of a watch. */
import type { Family } from "../exposition/family.ts";
import type { Receiver } from "./notify/receiver.ts";
import type { Recorder } from "./record/recorder.ts";
import type { Watcher } from "./watcher.ts";

/** Options of {@linkcode watchFamilies}. */
export interface WatchFamiliesOptions {
  watcher: Watcher;
  /** What writes the history; without it, its counter is 0. */
  recorder: Recorder | undefined;
  /** What outages are notified to. */
  receivers: readonly Pick<Receiver, "name" | "host" | "sent" | "dropped" | "waiting">[];
}

/** Returns the families that `watch` adds to the metrics. */
export function watchFamilies({ watcher, recorder, receivers }: WatchFamiliesOptions): Family[] {
  const counter = (name: string, help: string, value: number): Family => ({
    name,
    type: "counter",
    help,
    samples: [["_total", {}, value]],
  });
  const labels = receivers.map(({ name, host }) => {
    const isAlone = receivers.filter((it) => it.name === name).length === 1;
    return isAlone ? name : `${name}:${host}`;
  });
  const samples = (suffix: string, count: "sent" | "dropped" | "waiting"): Family["samples"] =>
    [...new Set(labels)].map((receiver) => {
      const counts = receivers.filter((_, i) => labels[i] === receiver).map((it) => it[count]);
      return [suffix, { receiver }, counts.reduce((sum, count) => sum + count, 0)];
    });
  return [
    counter("healthcheck_outages_begun", "Outages that this process opened.", watcher.opened),
    counter(
      "healthcheck_outages_resolved",
      "Outages that this process opened and resolved.",
      watcher.resolved,
    ),
    {
      name: "healthcheck_outages_ongoing",
      type: "gauge",
      help: "Outages that are ongoing, whichever process opened them.",
      samples: [["", {}, watcher.ongoing]],
    },
    counter(
      "healthcheck_history_errors",
      "Failed attempts to open or write the history.",
      recorder?.errors ?? 0,
    ),
    {
      name: "healthcheck_notices_sent",
      type: "counter",
      help: "Notices that a receiver accepted.",
      samples: samples("_total", "sent"),
    },
    {
      name: "healthcheck_notices_dropped",
      type: "counter",
      help: "Notices that were dropped.",
      samples: samples("_total", "dropped"),
    },
    {
      name: "healthcheck_notices_waiting",
      type: "gauge",
      help: "Notices waiting to be sent.",
      samples: samples("", "waiting"),
    },
  ];
}
