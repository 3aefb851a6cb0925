/** @module A series as metrics pages and PromQL write it: `NAME{label="value",...}`. */

/** The name of a label, and its value. */
export type Label = readonly [name: string, value: string];

/** A series, and what follows it on its line. */
export interface Series {
  readonly name: string;
  /** The labels in the order of the line. Each has another name. */
  readonly labels: readonly Label[];
  /** What follows the labels. {@linkcode parseValue} reads it. */
  readonly rest: string;
}

// A server chooses what these patterns read. None matches a text in two ways, so that none takes more
// than linear time.

const BLANKS = String.raw`[ \t]*`;
const NAME = String.raw`([A-Za-z_:][\w:]*)`;
const QUOTED = String.raw`"([^"\\]*(?:\\.[^"\\]*)*)"`;

/** The name and the blanks after it. Prometheus 3 quotes an odd name, and puts it in the braces. */
const HEAD = new RegExp(
  `${BLANKS}(?:${NAME}(?:[ \\t]+|(?=\\{)|$)|\\{${BLANKS}${QUOTED}${BLANKS})`,
  "sy",
);
/** A label and the comma after it, or the closing brace. */
const LABEL = new RegExp(
  `${BLANKS}(?:(?:${NAME}|${QUOTED})${BLANKS}=${BLANKS}${QUOTED}${BLANKS}(?:,|(?=\\}))|\\})`,
  "sy",
);
/** The name that a `# TYPE NAME ...` is about. */
const TYPE = new RegExp(`^${BLANKS}#${BLANKS}TYPE(?![\\w:])${BLANKS}(?:${NAME}|${QUOTED})`, "s");
/** The value, maybe a timestamp, and maybe the start of an exemplar. */
const VALUE = /^[ \t]*([^ \t]+)(?:[ \t]+([^ \t#][^ \t]*))?(?:[ \t]+#|[ \t]*$)/;

/** A number as Go parses one, which both formats refer to, but neither hexadecimal nor with underscores. */
const NUMBER = /^(?:[+-]?(?:(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?|inf(?:inity)?)|nan)$/i;

/** Returns the name of the series on a line; `undefined` if the line does not begin with one. */
export function parseSeriesName(line: string): string | undefined {
  HEAD.lastIndex = 0;
  const match = HEAD.exec(line);
  return match === null ? undefined : match[1] ?? unescape(match[2] ?? "");
}

/** Returns the name that a line such as `# TYPE NAME gauge` is about; `undefined` for another line. */
export function parseTypeName(line: string): string | undefined {
  const match = TYPE.exec(line);
  return match === null ? undefined : match[1] ?? unescape(match[2] ?? "");
}

/**
 * Parses the series on a line. It may have no labels.
 *
 * @returns `undefined` if the name or the labels are malformed, or if two labels have one name.
 * @example
 * parseSeries('queue_depth{queue="a"} 5 1395066363000');
 * // { name: "queue_depth", labels: [["queue", "a"]], rest: " 5 1395066363000" }
 */
export function parseSeries(line: string): Series | undefined {
  HEAD.lastIndex = 0;
  const head = HEAD.exec(line);
  if (head === null) return undefined;
  const [, plain, quoted = ""] = head;
  const name = plain ?? unescape(quoted);
  const labels: Label[] = [];
  const next = line[HEAD.lastIndex] ?? "";
  if (plain !== undefined && next !== "{") {
    return { name, labels, rest: line.slice(HEAD.lastIndex) };
  }
  if (plain === undefined && next !== "," && next !== "}") return undefined;
  LABEL.lastIndex = HEAD.lastIndex + (next === "}" ? 0 : 1);
  for (;;) {
    const match = LABEL.exec(line);
    if (match === null) return undefined;
    const [, label, quotedLabel = "", value] = match;
    if (value === undefined) {
      const isDistinct = new Set(labels.map(([label]) => label)).size === labels.length;
      return isDistinct ? { name, labels, rest: line.slice(LABEL.lastIndex) } : undefined;
    }
    labels.push([label ?? unescape(quotedLabel), unescape(value)]);
  }
}

/**
 * Parses what follows a series: the value, maybe a timestamp, and maybe an exemplar.
 *
 * @returns The value, which may be infinite or NaN; `undefined` if the rest is malformed.
 * @example
 * parseValue(' 5e3 1395066363.1 # {trace="x"} 0.67'); // 5000
 */
export function parseValue(rest: string): number | undefined {
  const [, value = "", timestamp] = VALUE.exec(rest) ?? [];
  const isMalformed = timestamp !== undefined && parseNumber(timestamp) === undefined;
  return isMalformed ? undefined : parseNumber(value);
}

/**
 * Parses a number as both formats write one.
 *
 * @returns The number, which may be infinite or NaN; `undefined` for any other text.
 */
export function parseNumber(text: string): number | undefined {
  return NUMBER.test(text) ? Number(text.replace(/inf.*/i, "Infinity")) : undefined;
}

function unescape(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replace(/\\([\\"n])/g, (_, escaped) => escaped === "n" ? "\n" : escaped);
}
