import { ArgumentError } from "../process/argument_error.ts";
import { LOG_FORMATS, LOG_LEVELS } from "../process/log.ts";
import { PRINTABLE } from "../formats/formats.ts";
import { LONGEST_SECONDS, parseDuration, parseSeconds } from "../process/duration.ts";
import { DEFAULTS, type Settings } from "./settings.ts";

/** An option of the command line, which always takes a value. */
export interface Option {
  /** What its value stands for, for the help. */
  readonly value: string;
  /** What it is for, for the help. */
  readonly help: string;
  /**
   * What it is called.
   * @default {its key in the table}
   */
  readonly flag?: string;
  /** Whether it may be given more than once. */
  readonly repeats?: true;
  /**
   * Reads its value into the settings.
   *
   * @throws {ArgumentError} if the value is not one it takes.
   */
  readonly read: (text: string, settings: Settings) => void | Promise<void>;
}

/** No number of rounds or days is larger: ten years. */
const MOST = 3650;
const HISTORY_FORMATS = ["text", "json"];

/** Every option by its name. Which of them a command takes, its line in the table of commands says. */
export const OPTIONS: ReadonlyMap<string, Option> = new Map<string, Option>([
  ["ca-file", {
    value: "FILE",
    help: "trust the certificates of this PEM file besides the usual authorities",
    read: async (text, settings) => {
      if (text === "") throw wrong("ca-file", "a PEM file", text);
      const { readAuthorities } = await import("../net/authorities.ts");
      settings.authorities = readAuthorities(text);
    },
  }],
  ["after", {
    value: "ROUNDS",
    help: `an outage begins when so many rounds in a row have failed (default ${DEFAULTS.after})`,
    read: (text, settings) => {
      settings.after = wholeOf("after", text);
    },
  }],
  ["every", {
    value: "SECONDS",
    help:
      `the next round begins so long after the last began (default ${DEFAULTS.every}; of watch 10)`,
    read: (text, settings) => {
      settings.every = secondsOf("every", text, parseSeconds(text));
    },
  }],
  ["for", {
    value: "DURATION",
    help: `give up after this, such as 90s, 5m or 1h (default ${DEFAULTS.waitFor}s)`,
    read: (text, settings) => {
      settings.waitFor = secondsOf("for", text, parseDuration(text));
    },
  }],
  ["format", {
    value: PRINTABLE.join("|"),
    help: `how the report is printed (default ${DEFAULTS.format})`,
    read: (text, settings) => {
      settings.format = oneOf(PRINTABLE, "format", text);
    },
  }],
  ["history-format", {
    flag: "format",
    value: HISTORY_FORMATS.join("|"),
    help: `how it is printed (default ${DEFAULTS.format})`,
    read: (text, settings) => {
      settings.format = oneOf(HISTORY_FORMATS, "format", text);
    },
  }],
  ["grace", {
    value: "SECONDS",
    help: `kill COMMAND so long after a SIGTERM (default ${DEFAULTS.grace})`,
    read: (text, settings) => {
      settings.grace = secondsOf("grace", text, parseSeconds(text));
    },
  }],
  ["quit", {
    value: "URL",
    help: "send a POST there when COMMAND has ended; may be repeated",
    repeats: true,
    read: async (text, settings) => {
      const { parseQuit } = await import("../run/quit.ts");
      settings.quit = [...settings.quit, await parseQuit(text)];
    },
  }],
  ["history", {
    value: "FILE",
    help: "remember outages in this file, which is made where it is missing",
    read: (text, settings) => {
      if (text === "") throw wrong("history", "a file", text);
      settings.history = text;
    },
  }],
  ["keep", {
    value: "DAYS",
    help: `remove from the history what is older (default ${DEFAULTS.keep})`,
    read: (text, settings) => {
      settings.keep = wholeOf("keep", text);
    },
  }],
  ["since", {
    value: "DURATION",
    help: "look back so far, such as 24h (default 7d)",
    read: (text, settings) => {
      const longest = MOST * LONGEST_SECONDS;
      settings.since = secondsOf("since", text, parseDuration(text, longest), longest);
    },
  }],
  ["startup", {
    value: "SECONDS",
    help: `what was never up has no outage before this (default ${DEFAULTS.startup})`,
    read: (text, settings) => {
      settings.startup = secondsOf("startup", text, parseSeconds(text));
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

function isAddress(text: string): boolean {
  const host = text.includes(":") ? `[${text}]` : text;
  return /^[\d.]+$|^\[[\da-f:.]+\]$/i.test(host) && URL.canParse(`http://${host}/`);
}

function secondsOf(
  option: string,
  text: string,
  seconds: number | undefined,
  longest = LONGEST_SECONDS,
): number {
  if (seconds !== undefined) return seconds;
  throw wrong(option, `seconds, above 0 and at most ${longest}`, text);
}

function wholeOf(option: string, text: string): number {
  const value = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (value >= 1 && value <= MOST) return value;
  throw wrong(option, `a whole number from 1 to ${MOST}`, text);
}

function oneOf<T extends string>(choices: readonly T[], option: string, text: string): T {
  const choice = choices.find((choice) => choice === text);
  if (choice === undefined) throw wrong(option, choices.join(" or "), text);
  return choice;
}

function wrong(option: string, must: string, text: string): ArgumentError {
  return new ArgumentError(`use --${option}`, `it must be ${must}`, text === "" ? undefined : text);
}
