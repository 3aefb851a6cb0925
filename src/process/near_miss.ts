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

function levenshteinDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, length) => length);
  for (const [index, character] of [...a].entries()) {
    let left = index + 1;
    row = row.map((above, column) => {
      if (column === 0) return left;
      const diagonal = row[column - 1] ?? 0;
      left = Math.min(above + 1, left + 1, diagonal + (character === b[column - 1] ? 0 : 1));
      return left;
    });
  }
  return row.at(-1) ?? 0;
}
