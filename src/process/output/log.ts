/** @module The log: one event a line, as text or as JSON. */
import { paint, type Rule } from "./color.ts";
import { escapeJson, isUnprintable } from "../text/escape.ts";
import type { NonBlockingWriter } from "./non_blocking_writer.ts";

/** The levels, lowest first. */
export const LOG_LEVELS = ["debug", "info", "warn", "error"] as const;
/** How severe an event is. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/** The formats of a line. */
export const LOG_FORMATS = ["text", "json"] as const;
/** How a line is written. */
export type LogFormat = (typeof LOG_FORMATS)[number];

/** A name and the address that it stands for: `name=url` in a line of text. */
export interface NamedUrl {
  readonly name: string;
  /** Without white space, which separates several in a line of text. */
  readonly url: string;
}

/** The details of an event, by name. */
export type LogFields = Readonly<Record<string, string | number | boolean | readonly NamedUrl[]>>;

/** Writes one event as one line. */
export type Log = (level: LogLevel, event: string, fields?: LogFields) => void;

/** Options of {@linkcode createLog}. */
export interface LogOptions {
  /** How a line is written. */
  format: LogFormat;
  /** The minimum level. */
  level: LogLevel;
  /**
   * Whether a line of text has colors.
   * @default {false}
   */
  color?: boolean;
  /** Where the lines go. A line that it drops is reported in one that it takes. */
  output: LogOutput;
}

/** What a log needs of a {@linkcode NonBlockingWriter}. */
export type LogOutput = Pick<NonBlockingWriter, "write" | "onDropped">;

/** Only the words of an event are colored, which stand after the time and the level. */
const RULES: readonly Rule[] = [
  ["green", /(?<=^\S+ info {2}(?:endpoint |outage )?)(?:ok|ready|resolved)(?= |$)/],
  ["yellow", /(?<=^\S+ warn {2}endpoint )ok(?= |$)/],
  ["red", /(?<=^\S+ (?:warn {2}endpoint |error ))(?:failing|outage)(?= |$)/],
  ["dim", /^\S+/],
];

/** Creates a log of one event a line: `time level event key=value...`, or a JSON object. */
export function createLog({ format, level, color = false, output }: LogOptions): Log {
  const minimum = LOG_LEVELS.indexOf(level);
  const line = format === "json" ? jsonLine : color ? paintedLine : textLine;
  const log: Log = (level, event, fields = {}) => {
    if (LOG_LEVELS.indexOf(level) < minimum) return;
    output.write(`${line(new Date().toISOString(), level, event, fields)}\n`);
  };
  output.onDropped = (lines, total): void => log("warn", "log lines dropped", { lines, total });
  return log;
}

function jsonLine(time: string, level: LogLevel, event: string, fields: LogFields): string {
  return escapeJson(JSON.stringify({ time, level, event, ...fields }));
}

function textLine(time: string, level: LogLevel, event: string, fields: LogFields): string {
  const pairs = Object.entries(fields).map(([key, value]) => ` ${key}=${quoted(value)}`);
  return `${time} ${level.padEnd(5)} ${event}${pairs.join("")}`;
}

function paintedLine(...event: Parameters<typeof textLine>): string {
  return paint(textLine(...event), RULES);
}

function quoted(value: LogFields[string]): string {
  const text = typeof value === "object"
    ? value.map(({ name, url }) => `${name}=${url}`).join(" ")
    : String(value);
  const isPlain = /^[^\s"=\\]+$/.test(text) && !isUnprintable(text);
  return isPlain ? text : escapeJson(JSON.stringify(text));
}
