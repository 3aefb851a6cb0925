/** @module The metrics of endpoints. */
import { FAILURES } from "../check/failure.ts";
import type { Progress } from "../check/report.ts";
import type { Family, Labels, Sample } from "./family.ts";
import { BUCKETS, type EndpointCounts, type Registry } from "./registry.ts";

/** The families of endpoints: those of every known one, of those that were checked, and of progress. */
export function endpointFamilies(registry: Registry): Family[] {
  return [
    ...knownFamilies(registry),
    ...checkedFamilies(registry),
    ...progressFamilies(registry),
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

function checkedFamilies({ endpoints }: Registry): Family[] {
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
