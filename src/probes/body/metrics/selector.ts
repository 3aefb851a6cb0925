/** @module What selects series of a metric. */
import { parsePath } from "../json/path.ts";
import type { JsonPath } from "../json/values.ts";
import { type Label, parseSeries } from "./series.ts";

/** Selects the series of a metric that have some labels; they may have more. */
export interface MetricSelector {
  /** The name as samples have it, with a suffix such as `_total`. */
  readonly name: string;
  /** The labels. As in PromQL, an empty value also selects a series without the label. */
  readonly labels: readonly Label[];
  /** Where the numbers are in a document of JSON. Then the name is the path as a reason shows it. */
  readonly path?: JsonPath;
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
 * Parses the selector of `progress`: as {@linkcode parseMetricSelector} does, or a path of JSON that begins
 * with a dot.
 */
export function parseProgress(text: string): MetricSelector | undefined {
  if (!text.startsWith(".")) return parseMetricSelector(text);
  const { path, shownPath: name = "", rest } = parsePath(text) ?? {};
  return path === undefined || rest !== "" ? undefined : { name, labels: [], path };
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
