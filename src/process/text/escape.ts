/** @module Text in the log and in messages, so that a terminal shows it and obeys none of it. */

/**
 * What a terminal obeys or hides: control characters (C0, DEL and C1), format characters such as
 * bidirectional overrides, line and paragraph separators, and lone surrogates.
 */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu;

/** Whether a text holds a character that {@linkcode escapeJson} escapes. */
export function isUnprintable(text: string): boolean {
  return text.search(UNPRINTABLE) >= 0;
}

/**
 * Escapes in JSON what `JSON.stringify` leaves as it is and a terminal does not: DEL, C1, format
 * characters and separators.
 *
 * @param json A text that `JSON.stringify` made without indentation.
 * @returns The same value in JSON.
 */
export function escapeJson(json: string): string {
  return json.replace(UNPRINTABLE, (character) => {
    const units = Array.from({ length: character.length }, (_, i) => character.charCodeAt(i));
    return units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("");
  });
}
