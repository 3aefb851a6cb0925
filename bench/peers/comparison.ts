/** @module From the rounds of a comparison to its results. */
import { spreadOf } from "../support/measurement.ts";
import type { Ratio, ScenarioRow } from "../support/results.ts";

/** What a program did in a round of a scenario. */
export interface Sample {
  /** Right answers. */
  readonly right: number;
  /** All answers, the wrong ones included. */
  readonly all: number;
  readonly seconds: number;
  /** The time that 99 of 100 answers took at most, in milliseconds. */
  readonly p99Ms: number;
  /** The processor time of the program. */
  readonly processorMs: number;
}

/** Sums up what a program did, one sample a round. */
export function rowOf(program: string, samples: readonly Sample[]): ScenarioRow {
  const us = samples.map(({ processorMs, right }) => processorMs * 1000 / right);
  return {
    program,
    perSecond: spreadOf(samples.map(rateOf)),
    processorUs: us.every(Number.isFinite) ? spreadOf(us) : null,
    p99Ms: spreadOf(samples.map(({ p99Ms }) => p99Ms)),
    wrong: samples.reduce((sum, { all, right }) => sum + all - right, 0),
  };
}

/** Names for {@linkcode ratioOf}, and its goal. */
export type Pair = Omit<Ratio, "ratio">;

/**
 * Compares right answers a second. Both programs ran in each round, one after the other, so that a
 * disturbance of the machine touches both: the ratio is that of each round.
 */
export function ratioOf(
  pair: Pair,
  ours: readonly Sample[],
  other: readonly Sample[],
): Ratio {
  const ratios = ours.map((sample, round) => rateOf(sample) / rateOf(other[round]));
  return { ...pair, ratio: ratios.every(Number.isFinite) ? spreadOf(ratios) : null };
}

function rateOf(sample: Sample | undefined): number {
  return sample === undefined ? NaN : sample.right / sample.seconds;
}
