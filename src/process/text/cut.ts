const ELLIPSIS = "...";

/**
 * Cuts a text to a length in UTF-16 code units, with an ellipsis at its end. The cut leaves no half of a
 * surrogate pair.
 */
export function cut(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  return `${text.slice(0, maxLength - ELLIPSIS.length).replace(/\p{Cs}$/u, "")}${ELLIPSIS}`;
}
