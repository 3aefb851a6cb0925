import { ArgumentError } from "../process/argument_error.ts";
import { parseEndpoints } from "../endpoint/parse.ts";
import { LONGEST_SECONDS, parseSeconds } from "../process/duration.ts";
import type { Settings } from "./settings.ts";

/** What a command takes besides options. */
export interface Operand {
  /** What it is, for the help. */
  readonly help: string;
  /** Whether it takes all that are left, of which there must be one. */
  readonly many?: true;
  /**
   * Reads it into the settings.
   *
   * @throws {ArgumentError} if it is missing or not what it must be.
   */
  readonly read: (texts: readonly string[], settings: Settings) => void | Promise<void>;
}

/** The name of an operand. */
export type OperandName = "PORT" | "TIMEOUT" | "ENDPOINT" | "FILE";

/** Every operand by its name. Which of them a command takes, its line in the table of commands says. */
export const OPERANDS: Readonly<Record<OperandName, Operand>> = {
  PORT: {
    help: "the port to listen on, 0 for a free one",
    read: ([text], settings) => {
      if (text === undefined || !/^\d{1,5}$/.test(text) || Number(text) > 65_535) {
        throw new ArgumentError("use PORT", "it must be a whole number from 0 to 65535", text);
      }
      settings.port = Number(text);
    },
  },
  TIMEOUT: {
    help: "the seconds that one check may take, decimals allowed",
    read: ([text], settings) => {
      const seconds = parseSeconds(text ?? "");
      if (seconds === undefined) {
        const must = `it must be seconds, above 0 and at most ${LONGEST_SECONDS}`;
        throw new ArgumentError("use TIMEOUT", must, text);
      }
      settings.timeout = seconds;
    },
  },
  FILE: {
    help: "the file that a watch writes with --history",
    read: ([text], settings) => {
      if (!text) throw new ArgumentError("use FILE", "it must be the history of a watch", text);
      settings.history = text;
    },
  },
  ENDPOINT: {
    help: "what to check",
    many: true,
    read: async (texts, settings) => {
      if (texts.length === 0) throw new ArgumentError("use ENDPOINT", "it must be a URL");
      settings.endpoints = await parseEndpoints(texts, settings.timeout);
    },
  },
};
