/** @module The metrics of every serving process. */
import { FAILURES } from "../check/failure.ts";
import type { Progress } from "../check/report.ts";
import type { Milliseconds } from "../process/time/duration.ts";
import { VERSION } from "../process/version.ts";
import type { Family, Labels, Sample } from "./family.ts";
import { BUCKETS, type EndpointCounts, type LastRound, type Registry } from "./registry.ts";

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
    ...knownFamilies(registry),
    ...endpointFamilies(registry),
    ...progressFamilies(registry),
    ...processFamilies(process),
  ];
}

function knownFamilies({ known, endpoints }: Registry): Family[] {
  return [
    {
      name: "healthcheck_endpoint_info",
      type: "gauge",
      help: "What is checked; the value is always 1.",
      samples: known.values().map(({ name, url, optional }): Sample => {
        const kind = url.protocol.slice(0, -1);
        return ["", { endpoint: name, kind, optional: String(optional) }, 1];
      }),
    },
    {
      name: "healthcheck_endpoint_checks",
      type: "counter",
      help: "Checks of the endpoint.",
      samples: known.values().flatMap(({ name }): Sample[] => {
        const { success = 0, failure = 0 } = endpoints.get(name) ?? {};
        return [
          ["_total", { endpoint: name, result: "success" }, success],
          ["_total", { endpoint: name, result: "failure" }, failure],
        ];
      }),
    },
    {
      name: "healthcheck_endpoint_failures",
      type: "counter",
      help: "Failed checks of the endpoint, by the code of the reason.",
      samples: known.values().flatMap(({ name }) => {
        const failures = endpoints.get(name)?.failures ?? {};
        return FAILURES.map((reason): Sample => [
          "_total",
          { endpoint: name, reason },
          failures[reason] ?? 0,
        ]);
      }),
    },
  ];
}

function endpointFamilies({ endpoints }: Registry): Family[] {
  const each = (samples: (counts: EndpointCounts, labels: Labels) => Sample[]): Iterable<Sample> =>
    endpoints.entries().flatMap(([endpoint, counts]) => samples(counts, { endpoint }));
  return [
    {
      name: "healthcheck_endpoint_up",
      type: "gauge",
      help: "Whether the last check of the endpoint succeeded.",
      samples: each(({ up }, labels) => [["", labels, Number(up)]]),
    },
    {
      name: "healthcheck_endpoint_consecutive_failures",
      type: "gauge",
      help: "Checks of the endpoint that have failed since the last that succeeded.",
      samples: each(({ consecutiveFailures }, labels) => [["", labels, consecutiveFailures]]),
    },
    {
      name: "healthcheck_endpoint_check_duration_seconds",
      type: "histogram",
      help: "How long the checks of the endpoint took.",
      samples: each(histogram),
    },
    {
      name: "healthcheck_endpoint_certificate_expiry_timestamp_seconds",
      type: "gauge",
      help: "When the certificate expires that the endpoint last presented.",
      samples: each(({ certificateExpires }, labels) =>
        certificateExpires === undefined ? [] : [["", labels, certificateExpires.getTime() / 1000]]
      ),
    },
  ];
}

/** The families of endpoints that compare their checks. A check that could not read the page is 0. */
function progressFamilies({ known, endpoints }: Registry): Family[] {
  const each = (value: (progress: Progress) => number): Iterable<Sample> =>
    known.values().filter(({ acrossChecks }) => acrossChecks).map(({ name }) => {
      const { isBusy = false, age = 0 } = endpoints.get(name)?.newest?.outcome.progress ?? {};
      return ["", { endpoint: name }, value({ isBusy, age })];
    });
  return [
    {
      name: "healthcheck_endpoint_busy",
      type: "gauge",
      help: "Whether the endpoint had work at its last check.",
      samples: each(({ isBusy }) => Number(isBusy)),
    },
    {
      name: "healthcheck_endpoint_progress_age_seconds",
      type: "gauge",
      help: "How long the endpoint had made no progress at its last check; 0 without work.",
      samples: each(({ age }) => age),
    },
  ];
}

function histogram(
  { durations, total, success, failure }: EndpointCounts,
  labels: Labels,
): Sample[] {
  let count = 0;
  const buckets = BUCKETS.map((bound, index): Sample => {
    count += durations[index] ?? 0;
    return ["_bucket", { ...labels, le: String(bound) }, count];
  });
  return [
    ...buckets,
    ["_bucket", { ...labels, le: "+Inf" }, success + failure],
    ["_sum", labels, total],
    ["_count", labels, success + failure],
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
