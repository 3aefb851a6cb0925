/** How much is logged: a level and all after it. */
export const LOG_LEVELS = ["debug", "info", "warn", "error"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** How a line is written. */
export const LOG_FORMATS = ["text", "json"] as const;
export type LogFormat = (typeof LOG_FORMATS)[number];

/** What an event tells besides its name. */
export type LogFields = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** Writes one event, one line. */
export type Log = (level: LogLevel, event: string, fields?: LogFields) => void;

export interface LogOptions {
  format: LogFormat;
  /** The least level that is written. */
  level: LogLevel;
  /**
   * Takes a finished line.
   * @default {console.log}
   */
  write?: (line: string) => void;
}

/** A log of one event a line: `time level event key=value...`, or a JSON object. */
// deno-lint-ignore no-console -- standard output is where a container's log belongs
export function createLog({ format, level, write = console.log }: LogOptions): Log {
  const least = LOG_LEVELS.indexOf(level);
  const line = format === "json" ? jsonLine : textLine;
  return (level, event, fields = {}) => {
    if (LOG_LEVELS.indexOf(level) < least) return;
    try {
      write(line(new Date().toISOString(), level, event, fields));
    } catch {
      // Nobody reads the log any more; the answers must not suffer.
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
