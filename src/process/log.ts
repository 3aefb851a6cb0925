/** @module The log: one event a line, as text or as JSON. */

/** The levels, lowest first. */
export const LOG_LEVELS = ["debug", "info", "warn", "error"] as const;
/** How severe an event is. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/** The formats of a line. */
export const LOG_FORMATS = ["text", "json"] as const;
/** How a line is written. */
export type LogFormat = (typeof LOG_FORMATS)[number];

/** The details of an event, by name. */
export type LogFields = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** Writes one event as one line. */
export type Log = (level: LogLevel, event: string, fields?: LogFields) => void;

/** Options of {@linkcode createLog}. */
export interface LogOptions {
  /** How a line is written. */
  format: LogFormat;
  /** The minimum level. */
  level: LogLevel;
  /**
   * Writes a finished line.
   * @default {console.log}
   */
  write?: (line: string) => void;
}

/**
 * Creates a log of one event a line: `time level event key=value...`, or a JSON object.
 *
 * @returns A function that never throws: a log that cannot be written must not cost an answer.
 */
// deno-lint-ignore no-console -- standard output is where a container's log belongs
export function createLog({ format, level, write = console.log }: LogOptions): Log {
  const minimum = LOG_LEVELS.indexOf(level);
  const line = format === "json" ? jsonLine : textLine;
  return (level, event, fields = {}) => {
    if (LOG_LEVELS.indexOf(level) < minimum) return;
    try {
      write(line(new Date().toISOString(), level, event, fields));
    } catch {
      // The reader is gone; the answers must not suffer.
    }
  };
}

function jsonLine(time: string, level: LogLevel, event: string, fields: LogFields): string {
  return JSON.stringify({ time, level, event, ...fields });
}

function textLine(time: string, level: LogLevel, event: string, fields: LogFields): string {
  const pairs = Object.entries(fields).map(([key, value]) => ` ${key}=${quoted(value)}`);
  return `${time} ${level.padEnd(5)} ${event}${pairs.join("")}`;
}

function quoted(value: LogFields[string]): string {
  const text = typeof value === "object" ? value.join(",") : String(value);
  return /^[^\s"=\\]+$/.test(text) ? text : JSON.stringify(text);
}
