/** @module The metrics of every serving process. */
import type { Milliseconds } from "../process/time/duration.ts";
import { VERSION } from "../process/version.ts";
import { endpointFamilies } from "./endpoint_families.ts";
import type { Family, Sample } from "./family.ts";
import type { LastRound, Registry } from "./registry.ts";

/** Metrics of the process itself. */
export interface ProcessFacts {
  /** When it started, since the epoch. */
  readonly startTime: Milliseconds;
  readonly residentBytes: number;
  readonly droppedLogLines: number;
  /** Whether it has begun to shut down, and only waits for the traffic to go elsewhere. */
  readonly isShuttingDown: boolean;
}

/**
 * The families of a serving process. Counters start at 0: one that appears with its first event would have
 * no increase. The time of a round is 0 before the first one, so that a rule can tell a sidecar that was
 * never asked from one that is not there. What no round has shown yet, such as whether a group is ready,
 * is absent.
 */
export function familiesOf(registry: Registry, process: ProcessFacts): Family[] {
  return [
    ...roundFamilies(registry),
    ...groupFamilies(registry),
    ...endpointFamilies(registry),
    ...processFamilies(process),
  ];
}

function roundFamilies({ rounds, lastRound }: Registry): Family[] {
  return [
    {
      name: "healthcheck_ready",
      type: "gauge",
      help: "Whether the last round of every endpoint was ready.",
      samples: lastRound === undefined ? [] : [["", {}, Number(lastRound.ready)]],
    },
    {
      name: "healthcheck_rounds",
      type: "counter",
      help: "Rounds of every endpoint.",
      samples: Object.entries(rounds).map(([result, value]) => ["_total", { result }, value]),
    },
    {
      name: "healthcheck_last_round_timestamp_seconds",
      type: "gauge",
      help: "When the last round of every endpoint began; 0 before the first.",
      samples: [["", {}, secondsOf(lastRound)]],
    },
  ];
}

function groupFamilies({ groups }: Registry): Family[] {
  return [
    {
      name: "healthcheck_group_ready",
      type: "gauge",
      help: "Whether the last round of every endpoint of the group was ready.",
      samples: groups.entries().flatMap(([group, { last }]): Sample[] =>
        last === undefined ? [] : [["", { group }, Number(last.ready)]]
      ),
    },
    {
      name: "healthcheck_group_last_round_timestamp_seconds",
      type: "gauge",
      help: "When the last round of every endpoint of the group began; 0 before the first.",
      samples: groups.entries().map(([group, { last }]): Sample => [
        "",
        { group },
        secondsOf(last),
      ]),
    },
  ];
}

function secondsOf(round: LastRound | undefined): number {
  return (round?.startedAt.date.getTime() ?? 0) / 1000;
}

function processFamilies(
  { startTime, residentBytes, droppedLogLines, isShuttingDown }: ProcessFacts,
): Family[] {
  return [
    {
      name: "healthcheck_build_info",
      type: "gauge",
      help: "What runs; the value is always 1.",
      samples: [["", { version: VERSION, deno: Deno.version.deno }, 1]],
    },
    {
      name: "healthcheck_log_lines_dropped",
      type: "counter",
      help: "Log lines that could not be written.",
      samples: [["_total", {}, droppedLogLines]],
    },
    {
      name: "healthcheck_shutting_down",
      type: "gauge",
      help:
        "Whether the pod drains, or the process has got a signal to stop and serves for its shutdown delay.",
      samples: [["", {}, Number(isShuttingDown)]],
    },
    {
      name: "process_start_time_seconds",
      type: "gauge",
      help: "When the process started, in seconds since the epoch.",
      samples: [["", {}, startTime / 1000]],
    },
    {
      name: "process_resident_memory_bytes",
      type: "gauge",
      help: "Resident memory of the process.",
      samples: [["", {}, residentBytes]],
    },
  ];
}
