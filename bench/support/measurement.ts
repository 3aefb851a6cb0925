/** @module Measurements, and the table that shows them. */

/** The least, the middle and the greatest of several values. */
export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/** The result of several runs. */
export interface Measurement extends Spread {
  /** What was measured. */
  readonly what: string;
  readonly unit: string;
  /** The maximum for the median; `null` if there is no budget. */
  readonly budget: number | null;
  /** The command that was measured, as a reader can repeat it. */
  readonly command: string;
}

/** Returns the median; of an even number of values, the mean of the two in the middle. */
export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return ((low ?? NaN) + (high ?? NaN)) / 2;
}

/** Returns the spread of values, rounded to what a reader needs. */
export function spreadOf(values: readonly number[]): Spread {
  if (values.length === 0 || !values.every(Number.isFinite)) {
    throw new RangeError(`cannot measure: the values must be numbers, got [${values.join()}]`);
  }
  return {
    min: rounded(Math.min(...values)),
    median: rounded(medianOf(values)),
    max: rounded(Math.max(...values)),
  };
}

function rounded(value: number): number {
  const size = Math.abs(value);
  return Number(value.toFixed(size >= 100 ? 0 : size < 0.1 ? 4 : 2));
}

/** Returns whether a measurement misses its budget. */
export function isMissed({ budget, median }: Measurement): boolean {
  return budget !== null && median > budget;
}

const WIDTHS = [66, 8, 9, 9, 9];

/** Formats a line of the table. */
export function row(...cells: readonly string[]): string {
  return cells.map((cell, index) =>
    index === 0 ? cell.padEnd(WIDTHS[0] ?? 0) : cell.padStart(WIDTHS[index] ?? 0)
  ).join(" ");
}

/** Formats a measurement as a line of the table. A missed budget is marked. */
export function rowOf(measurement: Measurement): string {
  const { what, unit, budget, min, median, max } = measurement;
  const limit = budget === null ? "" : `${budget}`;
  const mark = isMissed(measurement) ? " MISSED" : "";
  return row(`${what}, ${unit}`, limit, `${min}`, `${median}`, `${max}`) + mark;
}
