/**
 * An argument that is wrong. Its message is one line of the form `cannot X: Y must be Z, got W`,
 * printable as it is.
 */
export class ArgumentError extends Error {
  override name = "ArgumentError";

  /**
   * @param what What cannot be done: `use PORT`, `use endpoint 2`.
   * @param must What was expected of which part: `it must be a URL`.
   * @param got The text that was given; nothing where it is missing.
   */
  constructor(what: string, must: string, got?: string) {
    super(`cannot ${what}: ${must}, got ${got === undefined ? "nothing" : quote(got)}`);
  }
}

const LONGEST_QUOTE = 120;

/** JSON escapes keep the message on one line whatever the argument holds. */
function quote(text: string): string {
  return JSON.stringify(text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}...` : text);
}
