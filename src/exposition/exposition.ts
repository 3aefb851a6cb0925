/** @module How metrics are written: Prometheus text 0.0.4 and OpenMetrics 1.0. */
import type { Family, Labels } from "./family.ts";

/** Writes metrics in one format. */
export interface MetricsRenderer {
  /** The value of `Content-Type`. */
  readonly contentType: string;
  readonly renderMetrics: (families: readonly Family[]) => string;
}

/** Prometheus text 0.0.4. */
export const PROMETHEUS: MetricsRenderer = {
  contentType: "text/plain; version=0.0.4; charset=utf-8",
  renderMetrics: (families) => families.map((family) => renderFamily(family, false)).join(""),
};

/** OpenMetrics 1.0. */
export const OPENMETRICS: MetricsRenderer = {
  contentType: "application/openmetrics-text; version=1.0.0; charset=utf-8",
  renderMetrics: (families) =>
    families.map((family) => renderFamily(family, true)).join("") + "# EOF\n",
};

/** The formats of metrics by media type. Prometheus text is used where `Accept` does not decide. */
export const METRICS_FORMATS: ReadonlyMap<string, { load: () => MetricsRenderer }> = new Map([
  ["text/plain", { load: () => PROMETHEUS }],
  ["application/openmetrics-text", { load: () => OPENMETRICS }],
]);

function renderFamily({ name, type, help, samples }: Family, open: boolean): string {
  // OpenMetrics names a counter without the suffix of its sample.
  const family = type === "counter" && !open ? `${name}_total` : name;
  const lines = [`# HELP ${family} ${help}\n# TYPE ${family} ${type}\n`];
  for (const [suffix, labels, value] of samples) {
    lines.push(
      `${name}${suffix}${renderLabels(open ? withFloatBound(labels) : labels)} ${value}\n`,
    );
  }
  return lines.length === 1 ? "" : lines.join("");
}

/** OpenMetrics requires the bound of a bucket to be a float. */
function withFloatBound(labels: Labels): Labels {
  const { le } = labels as { le?: string };
  return le !== undefined && /^\d+$/.test(le) ? { ...labels, le: `${le}.0` } : labels;
}

/** Writes labels as both formats do: with backslash, quote and line feed escaped. */
export function renderLabels(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) =>
    `${name}="${/[\\"\n]/.test(value) ? escape(value) : value}"`
  );
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

function escape(value: string): string {
  return value.replace(/[\\"]/g, "\\$&").replaceAll("\n", "\\n");
}
