import { KINDS, type Mutant } from "./mutate.ts";
import { random } from "../support/random.ts";

/** The least share of each kind in a draw, if there are so many. */
const LEAST_SHARE = 0.05;

/**
 * Draws mutants at random.
 *
 * @param mutants What to draw from.
 * @param count How many to draw.
 * @param seed The seed: the same draws the same.
 * @returns The drawn ones, in the order of their files.
 */
export function draw(mutants: readonly Mutant[], count: number, seed: number): Mutant[] {
  const next = random(seed);
  const shuffled = mutants.map((mutant) => ({ mutant, key: next() })).sort((a, b) => a.key - b.key)
    .map(({ mutant }) => mutant);
  const least = Math.ceil(count * LEAST_SHARE);
  const first = KINDS.flatMap((kind) =>
    shuffled.filter((mutant) => mutant.kind === kind).slice(0, least)
  );
  const drawn = [...new Set([...first, ...shuffled])].slice(0, count);
  return mutants.filter((mutant) => drawn.includes(mutant));
}
