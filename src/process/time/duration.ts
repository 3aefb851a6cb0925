/** @module Durations: their units, and how they are read and written. */

/** A number of seconds. */
export type Seconds = number;
/** A number of milliseconds. */
export type Milliseconds = number;

/** A unit of a duration. */
export type DurationUnit = "ms" | "s" | "m" | "h" | "d";

const UNITS: Readonly<Record<DurationUnit, Seconds>> = {
  ms: 0.001,
  s: 1,
  m: 60,
  h: 3600,
  d: 86_400,
};

const NUMBER = String.raw`(?:\d+\.?\d*|\.\d+)`;
/** A number without a unit. */
const PLAIN = new RegExp(`^${NUMBER}$`);
/** A number for each unit, from the largest down; each may be missing. */
const PARTS = new RegExp(
  `^${["d", "h", "m", "s", "ms"].map((unit) => `(?:(?<${unit}>${NUMBER})${unit})?`).join("")}$`,
);

/** The longest duration that an argument can ask for: ten years. */
export const MAX_DURATION: Seconds = 3650 * UNITS.d;

/** What {@linkcode parseDuration} reads, for messages: `it must be ${DURATION}`. */
export const DURATION = "a duration such as 500ms, 90s or 5m, above 0 and at most 3650d";

/**
 * Reads a duration: a plain decimal number and a unit, such as `90`, `500ms`, `90s`, `1.5m`, `2h` or
 * `7d`, or several with their units, in falling order and each unit once, such as `1m30s`.
 *
 * @param unit The unit of a number without one.
 * @returns The seconds, above 0 and at most {@linkcode MAX_DURATION}; `undefined` for any other text.
 */
export function parseDuration(text: string, unit: DurationUnit = "s"): Seconds | undefined {
  const product = PLAIN.test(text) ? Number(text) * UNITS[unit] : sumOf(text);
  if (product === undefined) return undefined;
  // A double holds 15 digits. More would show that 0.03m is 1.7999999999999998 s.
  const seconds = Number(product.toPrecision(15));
  return seconds > 0 && seconds <= MAX_DURATION ? seconds : undefined;
}

/** The sum of numbers with units, in falling order and each unit once. */
function sumOf(text: string): Seconds | undefined {
  const groups = PARTS.exec(text)?.groups;
  if (text === "" || groups === undefined) return undefined;
  const parts = Object.entries(groups).filter(([, number]) => number !== undefined);
  return parts.reduce(
    (sum, [unit, number]) => sum + Number(number) * UNITS[unit as DurationUnit],
    0,
  );
}

/**
 * Writes a duration in words, in its largest units and to the second: `1 h 5 min`, `12 s`.
 *
 * @param units How many units to write, from the largest on. What is less than the last of them is left out.
 */
export function formatDuration(duration: Seconds, units: 1 | 2 = 2): string {
  const whole = Math.round(duration);
  const parts = [
    [Math.floor(whole / UNITS.d), "d"],
    [Math.floor(whole / UNITS.h) % 24, "h"],
    [Math.floor(whole / UNITS.m) % 60, "min"],
    [whole % 60, "s"],
  ] as const;
  const first = parts.findIndex(([value]) => value > 0);
  if (first < 0) return "0 s";
  return parts.slice(first, first + units).filter(([value]) => value > 0)
    .map(([value, unit]) => `${value} ${unit}`).join(" ");
}

/** Writes how long a check took: `12 ms`, `1.25 s`. */
export function formatResponseTime(duration: Seconds): string {
  if (duration < 0.9995) return `${Math.round(duration * 1000)} ms`;
  return `${Number(duration.toFixed(2))} s`;
}

/** Writes a duration in seconds, rounded down, but below 10 s to a tenth: `1.5 s`, `190 s`. */
export function formatSeconds(duration: Seconds): string {
  return `${duration < 10 ? Number(duration.toFixed(1)) : Math.floor(duration)} s`;
}

/**
 * Rounds a duration to microseconds, for programs. The digits beyond are the noise of a double.
 *
 * @param unit The unit of the number that is returned.
 */
export function roundDuration(duration: Seconds, unit: "s" | "ms" = "s"): number {
  // A division by a power of ten gives the shortest digits; a product with 0.001 would not.
  return Math.round(duration * 1e6) / (unit === "s" ? 1e6 : 1e3);
}
