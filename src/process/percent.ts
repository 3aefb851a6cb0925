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
