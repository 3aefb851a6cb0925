/** @module Durations: their units, and how they are read from an argument. */

/** A number of seconds. */
export type Seconds = number;
/** A number of milliseconds. */
export type Milliseconds = number;

/** One day. A timer holds at most 24 days and fires at once beyond that. */
export const MAX_SECONDS: Seconds = 86_400;

const UNIT_SECONDS: Readonly<Record<string, Seconds>> = { "": 1, s: 1, m: 60, h: 3600, d: 86_400 };

/**
 * Reads a plain decimal number of seconds.
 *
 * @returns The seconds, above 0 and at most {@linkcode MAX_SECONDS}; `undefined` for any other text.
 */
export function parseSeconds(text: string): Seconds | undefined {
  const seconds = /^(?:\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : NaN;
  return seconds > 0 && seconds <= MAX_SECONDS ? seconds : undefined;
}

/**
 * Reads a duration such as `90`, `90s`, `1.5m`, `2h` or `7d`.
 *
 * @param text A decimal number and a unit; without a unit it is seconds.
 * @param max The longest duration.
 * @returns The seconds, above 0 and at most `max`; `undefined` for any other text.
 */
export function parseDuration(text: string, max: Seconds = MAX_SECONDS): Seconds | undefined {
  const [, number = "", unit = ""] = /^([\d.]+)([smhd]?)$/.exec(text) ?? [];
  const seconds = (parseSeconds(number) ?? NaN) * (UNIT_SECONDS[unit] ?? NaN);
  return seconds <= max ? seconds : undefined;
}
