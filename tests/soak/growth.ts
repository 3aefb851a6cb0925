/** @module Whether memory and descriptors grow. */

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

/** Compares the samples after the start with the last ones. */
export function growthOf(samples: readonly Usage[]): Growth {
  const first = Math.floor(samples.length * START);
  const span = Math.max(1, Math.floor(samples.length * SPAN));
  const from = lowestOf(samples.slice(first, first + span));
  const to = lowestOf(samples.slice(-span));
  const grown = to[0] > from[0] + MAX_DESCRIPTOR_GROWTH || to[1] > from[1] + MAX_MEMORY_GROWTH;
  return { from, to, grown };
}

function lowestOf(samples: readonly Usage[]): Usage {
  const [descriptors, memory] = [0, 1].map((of) => Math.min(...samples.map((s) => s[of] ?? 0)));
  return [descriptors ?? 0, memory ?? 0];
}
