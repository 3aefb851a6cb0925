/** A day. What a timer can hold ends at 24 days, past which it would fire at once. */
export const LONGEST_SECONDS = 86_400;

/** Reads a plain decimal number of seconds above 0 and up to a day; `undefined` for anything else. */
export function parseSeconds(text: string): number | undefined {
  const seconds = /^(?:\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : NaN;
  return seconds > 0 && seconds <= LONGEST_SECONDS ? seconds : undefined;
}
