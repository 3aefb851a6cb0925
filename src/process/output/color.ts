/** @module Colors for a person at a terminal (ECMA-48, SGR). */
import { readVariable } from "../environment.ts";

const CODES = { red: "1;31", green: "32", yellow: "33", dim: "2" } as const;

/** When colors are written. */
export const COLORS = ["auto", "always", "never"] as const;

/** A color, and which part of a text has it. */
export type Rule = readonly [color: keyof typeof CODES, part: RegExp];

/** Whether a terminal can do no more than print. */
export function isDumb(): boolean {
  return readVariable("TERM") === "dumb";
}

/**
 * Whether a stream gets colors: with `auto`, if it is a terminal that is not dumb, and NO_COLOR
 * (https://no-color.org) is not set.
 */
export function hasColor(
  color: (typeof COLORS)[number],
  stream: { isTerminal(): boolean },
): boolean {
  if (color !== "auto") return color === "always";
  return stream.isTerminal() && !Deno.noColor && !isDumb();
}

/** Colors the parts of a text. A rule sees what the rules before it have written. */
export function paint(text: string, rules: readonly Rule[]): string {
  return rules.reduce(
    (text, [color, part]) => text.replace(part, (word) => `\x1b[${CODES[color]}m${word}\x1b[0m`),
    text,
  );
}
