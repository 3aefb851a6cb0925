/** @module What can be shown of text that may hold secrets. */

/** What is shown in the place of a secret. */
export const HIDDEN = "***";

const SCHEME = /^-*[a-z][a-z0-9+.-]*:\/\//i;

/** Whether a text begins as a URL does, or as an option with a URL for its name. */
export function startsUrl(text: string): boolean {
  return SCHEME.test(text);
}

/**
 * Whether a text is a URL with a query or a fragment. A word that follows it may be the rest of a secret,
 * after a space that nobody quoted: `#header=Authorization: Bearer abc`.
 */
export function mayBreakOff(text: string): boolean {
  return startsUrl(text) && /[?#]/.test(text);
}

/**
 * Hides the user info, the query and the fragment of a URL, and what may be one of them in other text.
 *
 * Nobody knows what the parts of a wrong URL were meant to be: a password may hold an unescaped `/`, `?`
 * or `#`, and a query an `@`. So a character after the scheme is shown only if no `@` follows it, and no
 * `?` or `#` precedes it.
 */
export function redact(text: string): string {
  const scheme = SCHEME.exec(text)?.[0] ?? "";
  const rest = text.slice(scheme.length);
  const hostStart = rest.lastIndexOf("@") + 1;
  const pathEnd = rest.search(/[?#]/);
  const userInfo = hostStart > 0 ? `${HIDDEN}@` : "";
  if (pathEnd < 0) return scheme + userInfo + rest.slice(hostStart);
  if (pathEnd < hostStart) return scheme + HIDDEN;
  return scheme + userInfo + rest.slice(hostStart, pathEnd + 1) + HIDDEN;
}
