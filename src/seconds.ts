/** A day. What a timer can hold ends at 24 days, past which it would fire at once. */
export const LONGEST_SECONDS = 86_400;

const UNITS: Readonly<Record<string, number>> = { "": 1, s: 1, m: 60, h: 3600, d: 86_400 };

/** Reads a plain decimal number of seconds above 0 and up to a day; `undefined` for anything else. */
export function parseSeconds(text: string): number | undefined {
  const seconds = /^(?:\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : NaN;
  return seconds > 0 && seconds <= LONGEST_SECONDS ? seconds : undefined;
}

/** Reads a duration of up to a day, such as `90`, `90s`, `1.5m` or `2h`, and gives its seconds. */
export function parseDuration(text: string): number | undefined {
  const [, number = "", unit = ""] = /^([\d.]+)([smhd]?)$/.exec(text) ?? [];
  const seconds = (parseSeconds(number) ?? NaN) * (UNITS[unit] ?? NaN);
  return seconds <= LONGEST_SECONDS ? seconds : undefined;
}
