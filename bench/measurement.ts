/** What was measured, several times over. */
export interface Measurement {
  readonly what: string;
  readonly unit: string;
  /** What it must not exceed, where there is a budget. */
  readonly budget: number | null;
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/** What is measured. */
export interface MeasureOptions {
  what: string;
  unit: string;
  /** @default {null} */
  budget?: number | null;
  /** How often. */
  runs: number;
  /** Measures once. */
  once: () => Promise<number>;
}

/** Measures several times over. */
export async function measure(
  { what, unit, budget = null, runs, once }: MeasureOptions,
): Promise<Measurement> {
  const values: number[] = [];
  for (let run = 0; run < runs; run++) values.push(await once());
  const sorted = values.toSorted((a, b) => a - b);
  const at = (index: number): number => Number((sorted[index] ?? NaN).toFixed(2));
  return { what, unit, budget, min: at(0), median: medianOf(values), max: at(values.length - 1) };
}

/** The value in the middle. */
export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Number((sorted[sorted.length >> 1] ?? NaN).toFixed(2));
}

const WIDTHS = [60, 10, 9, 9, 9];

/** A line of the table. */
export function row(...cells: readonly string[]): string {
  return cells.map((cell, index) =>
    index === 0 ? cell.padEnd(WIDTHS[0] ?? 0) : cell.padStart(WIDTHS[index] ?? 0)
  ).join(" ");
}

/** A measurement as a line of the table; a budget that is missed is marked. */
export function rowOf({ what, unit, budget, min, median, max }: Measurement): string {
  const missed = budget !== null && median > budget ? " MISSED" : "";
  const limit = budget === null ? "" : `${budget}`;
  return row(`${what}, ${unit}`, limit, `${min}`, `${median}`, `${max}`) + missed;
}
