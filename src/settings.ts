import { ArgumentError } from "./argument_error.ts";
import { LOG_FORMATS, LOG_LEVELS, type LogFormat, type LogLevel } from "./log.ts";
import type { Endpoint } from "./report.ts";
import { LONGEST_SECONDS, parseSeconds } from "./seconds.ts";

/** What the arguments say: every command finds here what it takes. */
export interface Settings {
  /** The port to listen on, 0 for a free one. */
  port: number;
  /** The seconds that one check may take. */
  timeout: number;
  endpoints: readonly Endpoint[];
  /** Certificates in PEM to trust besides the usual authorities. */
  authorities: readonly string[];
  /** The address to listen on. */
  host: string;
  logFormat: LogFormat;
  logLevel: LogLevel;
}

/** What holds where no argument says otherwise. */
export const DEFAULTS: Settings = {
  port: 0,
  timeout: 0,
  endpoints: [],
  authorities: [],
  host: "0.0.0.0",
  logFormat: "text",
  logLevel: "info",
};

/** An option of the command line, which always takes a value. */
export interface Option {
  /** What its value stands for, for the help. */
  readonly value: string;
  /** What it is for, for the help. */
  readonly help: string;
  /**
   * Reads its value into the settings.
   *
   * @throws {ArgumentError} if the value is not one it takes.
   */
  readonly read: (text: string, settings: Settings) => void | Promise<void>;
}

/** Every option by its name. Which of them a command takes, its line in the table of commands says. */
export const OPTIONS: ReadonlyMap<string, Option> = new Map<string, Option>([
  ["ca-file", {
    value: "FILE",
    help: "trust the certificates of this PEM file besides the usual authorities",
    read: async (text, settings) => {
      if (text === "") throw wrong("ca-file", "a PEM file", text);
      const { readAuthorities } = await import("./authorities.ts");
      settings.authorities = readAuthorities(text);
    },
  }],
  ["host", {
    value: "ADDRESS",
    help: `listen on this address (default ${DEFAULTS.host}; :: for both families)`,
    read: (text, settings) => {
      if (!isAddress(text)) throw wrong("host", "an IP address", text);
      settings.host = text;
    },
  }],
  ["log-format", {
    value: LOG_FORMATS.join("|"),
    help: `how a log line is written (default ${DEFAULTS.logFormat})`,
    read: (text, settings) => {
      settings.logFormat = oneOf(LOG_FORMATS, "log-format", text);
    },
  }],
  ["log-level", {
    value: LOG_LEVELS.join("|"),
    help: `the least that is logged (default ${DEFAULTS.logLevel})`,
    read: (text, settings) => {
      settings.logLevel = oneOf(LOG_LEVELS, "log-level", text);
    },
  }],
]);

/**
 * Reads PORT.
 *
 * @throws {ArgumentError} if it is not a whole number from 0 to 65535.
 */
export function parsePort(text: string | undefined): number {
  if (text === undefined || !/^\d{1,5}$/.test(text) || Number(text) > 65_535) {
    throw new ArgumentError("use PORT", "it must be a whole number from 0 to 65535", text);
  }
  return Number(text);
}

/**
 * Reads TIMEOUT, in seconds.
 *
 * @throws {ArgumentError} if it is not a plain decimal number above 0 and up to a day.
 */
export function parseTimeout(text: string | undefined): number {
  const seconds = parseSeconds(text ?? "");
  if (seconds === undefined) {
    const must = `it must be seconds, above 0 and at most ${LONGEST_SECONDS}`;
    throw new ArgumentError("use TIMEOUT", must, text);
  }
  return seconds;
}

function isAddress(text: string): boolean {
  const host = text.includes(":") ? `[${text}]` : text;
  return /^[\d.]+$|^\[[\da-f:.]+\]$/i.test(host) && URL.canParse(`http://${host}/`);
}

function oneOf<T extends string>(choices: readonly T[], option: string, text: string): T {
  const choice = choices.find((choice) => choice === text);
  if (choice === undefined) throw wrong(option, choices.join(" or "), text);
  return choice;
}

function wrong(option: string, must: string, text: string): ArgumentError {
  return new ArgumentError(`use --${option}`, `it must be ${must}`, text === "" ? undefined : text);
}
