/** @module A wrong argument, and what to do instead. */
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
  /** The topic of the help that explains it; `undefined` if the help of the command does. */
  readonly topic: string | undefined;

  /**
   * @param what What cannot be done: `use PORT`, `use endpoint 2`.
   * @param must What the argument must be: `it must be a URL`.
   * @param got The text that was given; leave it out if it is missing. The message shows it redacted,
   * because a URL may stand where none belongs.
   * @param meant What was probably meant instead, if that is known: a text to replace the given one, or a
   * hint that is no such text.
   * @param topic The topic of the help that explains it; leave it out if the help of the command does.
   */
  constructor(what: string, must: string, got?: string, meant?: string | Hint, topic?: string) {
    const shown = got === undefined ? "nothing" : quote(got);
    const instead = typeof meant === "object" ? meant.hint : meant;
    const question = typeof meant === "string" ? `did you mean ${meant}?` : instead;
    super(`cannot ${what}: ${must}, got ${shown}${question === undefined ? "" : `; ${question}`}`);
    this.meant = instead;
    this.topic = topic;
  }
}

/** What to do instead, where no text replaces the wrong one. It holds no secret. */
export interface Hint {
  readonly hint: string;
}

const MAX_QUOTE = 120;

/** JSON escapes keep the message on one line, and a terminal as it is, whatever the argument holds. */
function quote(text: string): string {
  const shown = redact(text);
  const cut = shown.length > MAX_QUOTE ? `${shown.slice(0, MAX_QUOTE)}...` : shown;
  return escapeJson(JSON.stringify(cut));
}
