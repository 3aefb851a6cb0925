/** The text with its percent-encoded UTF-8 decoded, or `undefined` where that is malformed. */
export function decodePercent(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
