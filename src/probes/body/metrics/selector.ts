/** @module What selects series of a metric. */
import { type Label, parseSeries } from "./series.ts";

/** Selects the series of a metric that have some labels; they may have more. */
export interface MetricSelector {
  /** The name as samples have it, with a suffix such as `_total`. */
  readonly name: string;
  /** The labels. As in PromQL, an empty value also selects a series without the label. */
  readonly labels: readonly Label[];
}

/**
 * Parses a selector. It is written as in PromQL, but only `=` compares a label.
 *
 * @returns The selector; `undefined` for any other text.
 * @example
 * parseMetricSelector('http_requests_total{code="200"}');
 * // { name: "http_requests_total", labels: [["code", "200"]] }
 */
export function parseMetricSelector(text: string): MetricSelector | undefined {
  const { name = "", labels = [], rest } = parseSeries(text) ?? {};
  return name !== "" && rest === "" ? { name, labels } : undefined;
}

/**
 * Parses the labels of `each`: `LABEL` or `LABEL,LABEL`.
 *
 * @returns The labels; `undefined` for any other text, or if one stands twice.
 */
export function parseLabels(text: string): readonly string[] | undefined {
  const labels = text.split(",");
  const areNames = labels.every((label) => /^[A-Za-z_]\w*$/.test(label));
  return areNames && new Set(labels).size === labels.length ? labels : undefined;
}
