/** @module The work that a document of JSON shows. */
import { cutName } from "../../../check/reason.ts";
import type { DocumentReader } from "../json/judge.ts";
import { Decimal, type Json, numberIn, valuesAt } from "../json/values.ts";
import type { MetricsSeen } from "./judge.ts";
import type { MetricOptions } from "./options.ts";
import type { MetricSelector } from "./selector.ts";
import { Sum } from "./sum.ts";
import { workOf } from "./work.ts";

/**
 * Creates what reads the neighbour's work from a document: the sums of the numbers at the paths of
 * `progress` and `busy`. Its reasons quote no value.
 */
export function createWorkReader(options: MetricOptions, seen: MetricsSeen): DocumentReader {
  const { progress, busy } = options;
  const selectors = [progress, ...(busy ?? []).map(({ selector }) => selector)]
    .filter((selector) => selector !== null);
  return {
    paths: selectors.map(({ path = [] }) => path),
    judge: (document) => readWork(document, selectors, options, seen),
  };
}

function readWork(
  document: Json,
  selectors: readonly MetricSelector[],
  options: MetricOptions,
  seen: MetricsSeen,
): string | null {
  const sums: ReadonlyMap<string, number>[] = [];
  for (const { name, path = [] } of selectors) {
    const values = valuesAt(document, path);
    if (values.length === 0 && !options.ifMissing) return `${cutName(name)}: no value`;
    if (values.length === 0) seen.onMissing({ name, nearest: undefined });
    const sum = new Sum();
    for (const value of values.map(numberOf)) {
      if (!Number.isFinite(value)) return `${cutName(name)}: a value is no number`;
      // The first is the counter; a gauge below 0 is unknown.
      sum.add(sums.length === 0 ? value : Math.max(0, value));
    }
    sums.push(new Map([["", sum.value]]));
  }
  const [done = new Map(), ...running] = sums;
  seen.onWork(workOf(options, done, running));
  return null;
}

function numberOf(value: Json): number {
  const number = numberIn(value);
  return typeof number === "number" || number instanceof Decimal ? Number(number) : NaN;
}
