import type { Family, Labels, Sample } from "./family.ts";
import { BUCKETS, type EndpointCounts, type Registry } from "./registry.ts";
import { VERSION } from "../process/version.ts";

/** The exposition formats by their media types: Prometheus text 0.0.4, and OpenMetrics 1.0. */
export const EXPOSITIONS: ReadonlyMap<string, string> = new Map([
  ["text/plain", "text/plain; version=0.0.4; charset=utf-8"],
  ["application/openmetrics-text", "application/openmetrics-text; version=1.0.0; charset=utf-8"],
]);

/** What of the process itself is told. */
export interface ProcessFacts {
  /** In seconds since the epoch. */
  readonly startTime: number;
  readonly residentBytes: number;
}

/** How the numbers are written. */
export interface RenderMetricsOptions {
  /** Whether as OpenMetrics. */
  open: boolean;
  process: ProcessFacts;
  /** What else is told. */
  families: readonly Family[];
}

/** What the rounds so far have shown. Of what was never checked there is no sample. */
export function renderMetrics(
  registry: Registry,
  { open, process, families: others }: RenderMetricsOptions,
): string {
  const families = [
    ...roundFamilies(registry),
    ...endpointFamilies(registry),
    ...processFamilies(process),
    ...others,
  ];
  return families.map((family) => renderFamily(family, open)).join("") + (open ? "# EOF\n" : "");
}

function endpointFamilies({ endpoints }: Registry): Family[] {
  const each = (samples: (registry: EndpointCounts, labels: Labels) => Sample[]): Sample[] =>
    [...endpoints].flatMap(([endpoint, registry]) => samples(registry, { endpoint }));
  return [
    {
      name: "healthcheck_endpoint_up",
      type: "gauge",
      help: "Whether the last check of the endpoint succeeded.",
      samples: each(({ up }, labels) => [["", labels, Number(up)]]),
    },
    {
      name: "healthcheck_endpoint_checks",
      type: "counter",
      help: "Checks of the endpoint.",
      samples: each(({ success, failure }, labels) => [
        ["_total", { ...labels, result: "success" }, success],
        ["_total", { ...labels, result: "failure" }, failure],
      ]),
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
  ];
}

function histogram(
  { durations, seconds, success, failure }: EndpointCounts,
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
    ["_sum", labels, seconds],
    ["_count", labels, success + failure],
  ];
}

function roundFamilies({ rounds, lastRound }: Registry): Family[] {
  const last = (value: (round: NonNullable<typeof lastRound>) => number): Sample[] =>
    lastRound === undefined ? [] : [["", {}, value(lastRound)]];
  return [
    {
      name: "healthcheck_ready",
      type: "gauge",
      help: "Whether the last round of every endpoint was ready.",
      samples: last(({ ready }) => Number(ready)),
    },
    {
      name: "healthcheck_rounds",
      type: "counter",
      help: "Rounds of every endpoint.",
      samples: lastRound === undefined
        ? []
        : Object.entries(rounds).map(([result, value]) => ["_total", { result }, value]),
    },
    {
      name: "healthcheck_last_round_timestamp_seconds",
      type: "gauge",
      help: "When the last round of every endpoint began.",
      samples: last(({ startedAt }) => startedAt.getTime() / 1000),
    },
  ];
}

function processFamilies({ startTime, residentBytes }: ProcessFacts): Family[] {
  return [
    {
      name: "healthcheck_build_info",
      type: "gauge",
      help: "What runs; the value is always 1.",
      samples: [["", { version: VERSION, deno: Deno.version.deno }, 1]],
    },
    {
      name: "process_start_time_seconds",
      type: "gauge",
      help: "When the process started, in seconds since the epoch.",
      samples: [["", {}, startTime]],
    },
    {
      name: "process_resident_memory_bytes",
      type: "gauge",
      help: "Resident memory of the process.",
      samples: [["", {}, residentBytes]],
    },
  ];
}

function renderFamily({ name, type, help, samples }: Family, open: boolean): string {
  if (samples.length === 0) return "";
  // OpenMetrics names a counter without what its sample ends with.
  const family = type === "counter" && !open ? `${name}_total` : name;
  const lines = samples.map(([suffix, labels, value]) =>
    `${name}${suffix}${renderLabels(open ? withFloatBound(labels) : labels)} ${value}`
  );
  return [
    `# HELP ${family} ${help}`,
    `# TYPE ${family} ${type}`,
    ...lines,
    "",
  ].join("\n");
}

/** OpenMetrics wants the bound of a bucket as a float. */
function withFloatBound(labels: Labels): Labels {
  const { le } = labels as { le?: string };
  return le !== undefined && /^\d+$/.test(le) ? { ...labels, le: `${le}.0` } : labels;
}

/** As both formats have it: a backslash, a quote and a line break are escaped. */
export function renderLabels(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => {
    const escaped = value.replace(/[\\"]/g, "\\$&").replaceAll("\n", "\\n");
    return `${name}="${escaped}"`;
  });
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}
