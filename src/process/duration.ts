/** A day. What a timer can hold ends at 24 days, past which it would fire at once. */
export const LONGEST_SECONDS = 86_400;

const UNITS: Readonly<Record<string, number>> = { "": 1, s: 1, m: 60, h: 3600, d: 86_400 };

/** Reads a plain decimal number of seconds above 0 and up to a day; `undefined` for anything else. */
export function parseSeconds(text: string): number | undefined {
  const seconds = /^(?:\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : NaN;
  return seconds > 0 && seconds <= LONGEST_SECONDS ? seconds : undefined;
}

/**
 * Reads a duration such as `90`, `90s`, `1.5m`, `2h` or `7d`, above 0 and up to the longest, and gives its
 * seconds.
 */
export function parseDuration(text: string, longest: number = LONGEST_SECONDS): number | undefined {
  const [, number = "", unit = ""] = /^([\d.]+)([smhd]?)$/.exec(text) ?? [];
  const seconds = (parseSeconds(number) ?? NaN) * (UNITS[unit] ?? NaN);
  return seconds <= longest ? seconds : undefined;
}
