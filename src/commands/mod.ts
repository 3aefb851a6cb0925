import type { Settings } from "../settings.ts";

/** Does what a command is for, and gives the exit status. */
export type Run = (settings: Settings) => Promise<number>;

/** A command: what it takes, and where its code is. */
export interface Command {
  /** What it does, in a line. */
  readonly summary: string;
  /** What it takes besides options, in order; the last one once or more. */
  readonly operands: readonly string[];
  /** The names of the options it takes. */
  readonly options: readonly string[];
  /** Loads its code; no other command pays for it. */
  readonly load: () => Promise<{ run: Run }>;
}

/** The command that needs no name. */
export const SERVE: Command = {
  summary: "serve /all and /self",
  operands: ["PORT", "TIMEOUT", "ENDPOINT"],
  options: ["ca-file", "host", "log-format", "log-level"],
  load: () => import("./serve.ts"),
};
