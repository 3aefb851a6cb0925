import type { OperandName } from "./operands.ts";
import type { Settings } from "./settings.ts";

/** Does what a command is for, and gives the exit status. */
export type Run = (settings: Settings) => Promise<number>;

/** A command: what it takes, and where its code is. */
export interface Command {
  /** How it is written, with its name; options and operands follow. */
  readonly name: string;
  /** What it does, in a line. */
  readonly summary: string;
  /** What it takes besides options, in order. */
  readonly operands: readonly OperandName[];
  /** Whether a program and its arguments follow after `--`. */
  readonly runs?: true;
  /** The names of the options it takes. */
  readonly options: readonly string[];
  /** What holds for it where no argument says otherwise, and for others something else does. */
  readonly defaults?: Partial<Settings>;
  /** Loads its code; no other command pays for it. */
  readonly load: () => Promise<{ run: Run }>;
}

const LOGGING = ["log-format", "log-level"];

/** The command that needs no name. */
export const SERVE: Command = {
  name: "healthcheck",
  summary: "serve /all and /self",
  operands: ["PORT", "TIMEOUT", "ENDPOINT"],
  options: ["ca-file", "host", ...LOGGING],
  load: () => import("../commands/serve.ts"),
};

/** The commands that are called by their names. */
export const COMMANDS: ReadonlyMap<string, Command> = new Map<string, Command>([
  ["check", {
    name: "healthcheck check",
    summary: "one round, printed; exit status 0 ready, 1 not",
    operands: ["TIMEOUT", "ENDPOINT"],
    options: ["ca-file", "format"],
    load: () => import("../commands/check.ts"),
  }],
  ["wait", {
    name: "healthcheck wait",
    summary: "rounds until one is ready; exit status 0 ready, 1 not in time",
    operands: ["TIMEOUT", "ENDPOINT"],
    options: ["ca-file", "every", "for", ...LOGGING],
    load: () => import("../commands/wait.ts"),
  }],
  ["run", {
    name: "healthcheck run",
    summary: "wait, run a program, tell the proxy to quit; exit status the program's",
    operands: ["TIMEOUT", "ENDPOINT"],
    runs: true,
    options: ["ca-file", "every", "for", "grace", "quit", ...LOGGING],
    load: () => import("../commands/run.ts"),
  }],
  ["watch", {
    name: "healthcheck watch",
    summary: "serve, and also check on a schedule, tell Slack, remember",
    operands: ["PORT", "TIMEOUT", "ENDPOINT"],
    options: ["after", "ca-file", "every", "history", "host", "keep", "startup", ...LOGGING],
    defaults: { every: 10 },
    load: () => import("../commands/watch.ts"),
  }],
  ["history", {
    name: "healthcheck history",
    summary: "what a watch remembered",
    operands: ["FILE"],
    options: ["history-format", "since"],
    load: () => import("../commands/history.ts"),
  }],
]);
