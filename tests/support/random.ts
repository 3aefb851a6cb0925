/** @module Random choices that a seed repeats. */

/** Creates a generator of numbers from 0 to below 1, the same for the same seed (mulberry32). */
export function random(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Returns one of the choices. */
export function pick<T>(choices: readonly T[], next: () => number): T {
  return choices[Math.floor(next() * choices.length)] as T;
}
