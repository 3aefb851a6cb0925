/**
 * An argument that is wrong. Its message is one line of the form `cannot X: Y must be Z, got W`,
 * printable as it is.
 */
export class ArgumentError extends Error {
  override name = "ArgumentError";

  /**
   * @param what What cannot be done: `use PORT`, `use endpoint 2`.
   * @param must What was expected of which part: `it must be a URL`.
   * @param got The text that was given; nothing where it is missing. It is shown without what a URL may
   * hold in secret, for a URL may stand where none belongs.
   */
  constructor(what: string, must: string, got?: string) {
    super(`cannot ${what}: ${must}, got ${got === undefined ? "nothing" : quote(got)}`);
  }
}

const LONGEST_QUOTE = 120;

/** JSON escapes keep the message on one line whatever the argument holds. */
function quote(text: string): string {
  text = redact(text);
  return JSON.stringify(text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}...` : text);
}

/** The text without user info, query and fragment; a password may hold what ends them in a URL. */
function redact(text: string): string {
  return text.replace(/^(-*[a-z][a-z0-9+.-]*:\/\/)?.*@/is, "$1").replace(/[?#].*$/s, "");
}
