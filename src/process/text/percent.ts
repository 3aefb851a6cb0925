/** @module Percent-encoding. */

/**
 * Decodes percent-encoded UTF-8.
 *
 * @returns The decoded text; `undefined` if the encoding is malformed.
 */
export function decodePercent(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/**
 * Decodes percent-encoded bytes, which need not be UTF-8. Characters that are not encoded stand for their
 * bytes in UTF-8.
 *
 * @returns A character from U+0000 to U+00FF for each byte; `undefined` if the encoding is malformed.
 */
export function decodePercentBytes(text: string): string | undefined {
  if (!text.isWellFormed() || /%(?![0-9a-f]{2})/i.test(text)) return undefined;
  return text.replace(/[^%]+/g, encodeURIComponent)
    .replace(/%(..)/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
}
