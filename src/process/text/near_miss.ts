import { levenshteinDistance } from "@std/text/levenshtein-distance";

/** How many characters of a near miss may be wrong, missing or too many. */
const MAX_TYPOS = 2;

/**
 * Finds the word that a text with typos was meant to be.
 *
 * @returns The word with the smallest Levenshtein distance; `undefined` if none is at most two typos
 * away.
 */
export function nearMiss(text: string, words: Iterable<string>): string | undefined {
  let nearest: string | undefined;
  // At least one character must be right: two typos make any two letters of any others.
  let least = Math.min(MAX_TYPOS + 1, text.length);
  for (const word of words) {
    if (Math.abs(word.length - text.length) >= least) continue;
    const distance = levenshteinDistance(text, word);
    if (distance < least) [nearest, least] = [word, distance];
  }
  return nearest;
}
