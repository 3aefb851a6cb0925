import type { MetricTokens } from "./metric_tokens.ts";

/** The most bytes that may be wrong, missing or too many: as many as `_total` has. */
const MAX_DISTANCE = 6;
/** The part of a name that may be wrong. */
const MAX_PART = 1 / 3;
/** Bounds the time that a page can take. Few pages have more names. */
const MAX_COMPARED = 4096;
/** What is left out most often: code and documentation name a metric without it. */
const SUFFIXES = ["_total", "_count"];

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * Finds the name on a page that a missing name was most likely meant to be: the one with the smallest
 * Levenshtein distance. It keeps only the nearest so far.
 */
export class NearestName {
  readonly #missing: Uint8Array;
  readonly #suffixed: readonly Uint8Array[];
  /** A row of the matrix of distances. */
  readonly #row: Uint16Array;
  /** The most recent name: the samples of a metric follow each other. */
  #recent: Uint8Array = new Uint8Array();
  #compared = 0;
  /** The largest distance that is still of interest. */
  #limit: number;
  #nearest: string | undefined;

  constructor(missing: string) {
    this.#missing = encoder.encode(missing);
    this.#suffixed = SUFFIXES.map((suffix) => encoder.encode(missing + suffix));
    const most = Math.floor(this.#missing.length * MAX_PART);
    this.#limit = Math.max(1, Math.min(MAX_DISTANCE, most));
    this.#row = new Uint16Array(this.#missing.length + this.#limit + 1);
  }

  /** The nearest name so far; `undefined` if none is near. */
  get nearest(): string | undefined {
    return this.#nearest;
  }

  /** Compares a name that the page has, the text of the tokens. */
  compare(tokens: MetricTokens): void {
    if (this.#limit === 0 || this.#compared === MAX_COMPARED) return;
    const isSuffixed = this.#suffixed.some((name) => tokens.textIs(name));
    // Most names end here. Copying each would take most of the time of a page with short lines.
    if (!isSuffixed && Math.abs(tokens.textLength - this.#missing.length) > this.#limit) return;
    if (tokens.textIs(this.#recent)) return;
    this.#recent = tokens.textBytes;
    const distance = isSuffixed ? 1 : this.#distanceTo(this.#recent);
    if (distance > this.#limit) return;
    this.#limit = distance - 1;
    this.#nearest = decoder.decode(this.#recent);
  }

  /**
   * Returns the Levenshtein distance, or any larger number if it is above the limit. It fills only the
   * cells of the matrix near the diagonal: all others are above the limit (Ukkonen, 1985).
   */
  #distanceTo(name: Uint8Array): number {
    const [missing, row, limit] = [this.#missing, this.#row, this.#limit];
    this.#compared++;
    row.forEach((_, column) => row[column] = column);
    for (let line = 1; line <= missing.length; line++) {
      const first = Math.max(1, line - limit);
      const last = Math.min(name.length, line + limit);
      let diagonal = row[first - 1] ?? 0;
      let left = row[first - 1] = first === 1 ? line : limit + 1;
      let least = left;
      for (let column = first; column <= last; column++) {
        const above = row[column] ?? 0;
        const replaced = diagonal + (missing[line - 1] === name[column - 1] ? 0 : 1);
        left = row[column] = Math.min(above + 1, left + 1, replaced);
        least = Math.min(least, left);
        diagonal = above;
      }
      if (least > limit) return Infinity;
    }
    return row[name.length] ?? Infinity;
  }
}
