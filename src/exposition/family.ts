/** @module Families of metrics, as Prometheus and OpenMetrics define them. */

/** The labels of a sample. */
export type Labels = Readonly<Record<string, string>>;

/** A sample: the suffix that its name adds to the family's, its labels, and its value. */
export type Sample = readonly [suffix: string, labels: Labels, value: number];

/** A family of metrics. */
export interface Family {
  /** Without the `_total` of a counter. */
  readonly name: string;
  readonly type: "gauge" | "counter" | "histogram";
  readonly help: string;
  /** Read once, while they are written: with thousands of endpoints, keeping them costs more than the text. */
  readonly samples: Iterable<Sample>;
}
