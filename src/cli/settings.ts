import type { LogFormat, LogLevel } from "../process/log.ts";
import type { Endpoint } from "../check/report.ts";
import { LONGEST_SECONDS } from "../process/duration.ts";

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
  /** How `check` prints its report: one of the printable formats. */
  format: string;
  /** For how many seconds `wait` waits. */
  waitFor: number;
  /** How many seconds after a round began the next one begins. */
  every: number;
  /** Whom to tell that the program has ended. */
  quit: readonly Endpoint[];
  /** How many seconds after a SIGTERM the program is killed. */
  grace: number;
  /** How many rounds in a row must have failed for an outage. */
  after: number;
  /** For how many seconds after the start an endpoint that was never up has no outage. */
  startup: number;
  /** The file of the history; none where it is empty. */
  history: string;
  /** For how many days the history is kept. */
  keep: number;
  /** How many seconds of the history are looked at. */
  since: number;
  /** The program to run, and its arguments. */
  command: readonly string[];
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
  format: "text",
  waitFor: 60,
  every: 1,
  quit: [],
  grace: 25,
  after: 1,
  startup: 60,
  history: "",
  keep: 90,
  since: 7 * LONGEST_SECONDS,
  command: [],
};
