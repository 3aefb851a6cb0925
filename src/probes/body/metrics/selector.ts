/** @module What selects series of a metric, and their sum. */
import { type Label, parseNumber, parseSeries, parseValue, type Series } from "./series.ts";

/** Selects the series of a metric that have some labels; they may have more. */
export interface MetricSelector {
  /** The name as samples have it, with a suffix such as `_total`. */
  readonly name: string;
  /** The labels. As in PromQL, an empty value also selects a series without the label. */
  readonly labels: readonly Label[];
}

/**
 * The labels whose values are numbers. Clients write them in many ways, `1` and `1.0`, and Prometheus 3
 * stores both as one.
 */
const NUMERIC_LABELS: readonly string[] = ["le", "quantile"];

/** What the name of a sample may have and the name in its `# TYPE` has not. */
const SUFFIX = /_(?:total|bucket|sum|count|info)$/;

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

/** Adds up the series of one page that a selector selects. */
export class SelectedSum {
  readonly name: string;
  readonly #labels: readonly Label[];
  /** What the page has shown of the metric so far. */
  seen: "nothing" | "type" | "other labels" | "sample" = "nothing";
  #sum = 0;
  /** What rounding has taken from the sum. */
  #lost = 0;

  constructor({ name, labels }: MetricSelector) {
    this.name = name;
    this.#labels = labels;
  }

  /** The sum so far. It is NaN if a value is, or if both infinities are among the values. */
  get value(): number {
    return this.#sum + this.#lost;
  }

  /** Sees the name in a `# TYPE`. */
  onType(name: string): void {
    const isOwn = name === this.name || name === this.name.replace(SUFFIX, "");
    if (isOwn && this.seen === "nothing") this.seen = "type";
  }

  /**
   * Adds a series of this name, if its labels are selected.
   *
   * @returns `false` if its value is malformed.
   */
  add({ labels, rest }: Series): boolean {
    const isSelected = this.#labels.every(([name, value]) => {
      const own = labels.find(([label]) => label === name)?.[1];
      return own === undefined ? value === "" : own === value || isSameNumber(name, own, value);
    });
    if (!isSelected) {
      if (this.seen !== "sample") this.seen = "other labels";
      return true;
    }
    const value = parseValue(rest);
    if (value === undefined) return false;
    this.#addValue(value);
    this.seen = "sample";
    return true;
  }

  /**
   * Adds a number by Neumaier's algorithm, which keeps what rounding loses: a page that lists the same
   * series in another order must not look like progress.
   */
  #addValue(value: number): void {
    const sum = this.#sum + value;
    if (Number.isFinite(sum)) {
      const [large, small] = Math.abs(this.#sum) < Math.abs(value)
        ? [value, this.#sum]
        : [this.#sum, value];
      this.#lost += large - sum + small;
    }
    this.#sum = sum;
  }
}

/** Reports whether two values of a label are the same number, in a label that holds numbers. */
function isSameNumber(label: string, a: string, b: string): boolean {
  return NUMERIC_LABELS.includes(label) && parseNumber(a) !== undefined &&
    parseNumber(a) === parseNumber(b);
}
