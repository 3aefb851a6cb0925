import type { MetricsRenderer } from "./exposition.ts";

/** The formats of metrics by media type. Prometheus text is used where `Accept` does not decide. */
export const METRICS_FORMATS: ReadonlyMap<string, { load: () => Promise<MetricsRenderer> }> =
  new Map([
    ["text/plain", { load: async () => (await import("./exposition.ts")).PROMETHEUS }],
    ["application/openmetrics-text", {
      load: async () => (await import("./exposition.ts")).OPENMETRICS,
    }],
  ]);
