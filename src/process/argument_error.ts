import { escapeJson } from "./text/escape.ts";
import { redact } from "./text/redact.ts";

/**
 * A wrong argument. Its message is one line, `cannot X: Y must be Z, got W`, and holds no secret, so it
 * can be printed as it is.
 */
export class ArgumentError extends Error {
  override name = "ArgumentError";
  /** What was probably meant instead, if that is known. */
  readonly meant: string | undefined;

  /**
   * @param what What cannot be done: `use PORT`, `use endpoint 2`.
   * @param must What the argument must be: `it must be a URL`.
   * @param got The text that was given; leave it out if it is missing. The message shows it redacted,
   * because a URL may stand where none belongs.
   * @param meant What was probably meant instead, if that is known.
   */
  constructor(what: string, must: string, got?: string, meant?: string) {
    const shown = got === undefined ? "nothing" : quote(got);
    const question = meant === undefined ? "" : `; did you mean ${meant}?`;
    super(`cannot ${what}: ${must}, got ${shown}${question}`);
    this.meant = meant;
  }
}

const MAX_QUOTE = 120;

/** JSON escapes keep the message on one line, and a terminal as it is, whatever the argument holds. */
function quote(text: string): string {
  const shown = redact(text);
  const cut = shown.length > MAX_QUOTE ? `${shown.slice(0, MAX_QUOTE)}...` : shown;
  return escapeJson(JSON.stringify(cut));
}
