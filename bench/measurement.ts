/** @module Measurements, and the table that shows them. */

/** The result of several runs. */
export interface Measurement {
  /** What was measured. */
  readonly what: string;
  readonly unit: string;
  /** The maximum for the median; `null` if there is no budget. */
  readonly budget: number | null;
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/** Options of {@linkcode measure}. */
export interface MeasureOptions {
  /** What is measured. */
  what: string;
  /** The unit of the values. */
  unit: string;
  /**
   * The maximum for the median.
   * @default {null}
   */
  budget?: number | null;
  /** The number of runs. */
  runs: number;
  /** Runs once. Returns the value. */
  once: () => Promise<number>;
}

/** Measures several times, one run after the other. */
export async function measure(
  { what, unit, budget = null, runs, once }: MeasureOptions,
): Promise<Measurement> {
  const values: number[] = [];
  for (let run = 0; run < runs; run++) values.push(await once());
  const sorted = values.toSorted((a, b) => a - b);
  const at = (index: number): number => Number((sorted[index] ?? NaN).toFixed(2));
  return { what, unit, budget, min: at(0), median: medianOf(values), max: at(values.length - 1) };
}

/** Returns the median, rounded to two digits; the upper one of two. */
export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Number((sorted[sorted.length >> 1] ?? NaN).toFixed(2));
}

const WIDTHS = [60, 10, 9, 9, 9];

/** Formats a line of the table. */
export function row(...cells: readonly string[]): string {
  return cells.map((cell, index) =>
    index === 0 ? cell.padEnd(WIDTHS[0] ?? 0) : cell.padStart(WIDTHS[index] ?? 0)
  ).join(" ");
}

/** Formats a measurement as a line of the table. A missed budget is marked. */
export function rowOf({ what, unit, budget, min, median, max }: Measurement): string {
  const missed = budget !== null && median > budget ? " MISSED" : "";
  const limit = budget === null ? "" : `${budget}`;
  return row(`${what}, ${unit}`, limit, `${min}`, `${median}`, `${max}`) + missed;
}
