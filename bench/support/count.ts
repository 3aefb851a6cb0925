/** Reads a count: whole and at least 1. */
export function parseCount(name: string, text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new Error(`cannot measure: ${name} must be a whole number from 1, got ${text}`);
}
