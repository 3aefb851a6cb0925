/** @module Whether memory and descriptors grow. */
import type { Seconds } from "../../src/process/time/duration.ts";

/** What a process uses: open descriptors, and anonymous resident memory in MiB. */
export type Usage = readonly [descriptors: number, memory: number];

/** By how much a process has grown. */
export interface Growth {
  /** The lowest of the samples after the start. */
  readonly from: Usage;
  /** The lowest of the last samples. */
  readonly to: Usage;
  /** Whether that is too much. */
  readonly grown: boolean;
}

/** The memory that may be added, in MiB. */
const MAX_MEMORY_GROWTH = 2;
/** The descriptors that may be added: on a busy machine, no sample may fall between two rounds. */
const MAX_DESCRIPTOR_GROWTH = 5;
/** The start: the first ten minutes of an hour. */
const START = 1 / 6;
/** The samples of which the lowest counts, whatever has not been collected yet. */
const SPAN = 1 / 12;

/**
 * Compares the samples after the start with the last ones.
 *
 * @throws {RangeError} There are no samples.
 */
export function growthOf(samples: readonly Usage[]): Growth {
  if (samples.length === 0) throw new RangeError("cannot compare: there must be samples, got none");
  const first = Math.floor(samples.length * START);
  const span = Math.max(1, Math.floor(samples.length * SPAN));
  const from = lowestOf(samples.slice(first, first + span));
  const to = lowestOf(samples.slice(-span));
  const grown = to[0] > from[0] + MAX_DESCRIPTOR_GROWTH || to[1] > from[1] + MAX_MEMORY_GROWTH;
  return { from, to, grown };
}

/** What a shorter torture adds is its warm-up, in seconds. */
const LEAST_TORTURE: Seconds = 120;
/** The descriptors that a torture may add. The idle connections of its client are closed before. */
const MAX_TORTURE_DESCRIPTORS = 20;
/** The resident memory that a torture may add after the first fifth of the time, in MiB. */
const MAX_TORTURE_MEMORY = 16;

/**
 * Returns a line for each thing that has grown too much during a torture.
 *
 * @param seconds How long the whole torture takes.
 * @param usage At the start, after a fifth of the time, and at the end.
 */
export function grownInTorture(seconds: Seconds, [start, early, end]: readonly Usage[]): string[] {
  if (seconds < LEAST_TORTURE || !start || !early || !end) return [];
  const grown = [
    [`${start[0]} to ${end[0]} open descriptors`, end[0] - start[0], MAX_TORTURE_DESCRIPTORS],
    [
      `${early[1].toFixed(1)} to ${end[1].toFixed(1)} MiB resident`,
      end[1] - early[1],
      MAX_TORTURE_MEMORY,
    ],
  ] as const;
  return grown.filter(([, added, max]) => added > max)
    .map(([what, , max]) => `grown: from ${what}, more than ${max} added`);
}

function lowestOf(samples: readonly Usage[]): Usage {
  const [descriptors, memory] = [0, 1].map((of) => Math.min(...samples.map((s) => s[of] ?? 0)));
  return [descriptors ?? 0, memory ?? 0];
}
