/** @module The renderers of reports: pure functions to text. */
import type { Change } from "../check/last_changes.ts";
import type { Report } from "../check/report.ts";
import type { Seconds } from "../process/time/duration.ts";
import type { Representation } from "./format.ts";
import type { Minute } from "./last_hour.ts";
import type { Part } from "./part.ts";

/** Writes reports in one format. */
export interface ReportRenderer extends Representation {
  readonly renderReport: (report: Report, view: View) => string;
  readonly renderSelf: (self: Self) => string;
  /** Renders a message such as `Not found: ask /all`; leave it out for the message as plain text. */
  readonly renderError?: (message: string) => string;
}

/** What a report does not hold, but a page shows. */
export interface View {
  /** The query of the request without `refresh`. */
  readonly query: string;
  /** How often the page reloads; `null` if it does not. */
  readonly refresh: Seconds | null;
  /**
   * Returns the paths of further pages.
   * @default {() => []}
   */
  readonly links?: () => readonly string[];
  /** Which part of the endpoints the report is about; `undefined` if it is about all. */
  readonly part?: Part;
  /** Where the process runs, for people; `undefined` if that is unknown. */
  readonly place?: string | undefined;
  /**
   * Returns when the first failure in a row of an endpoint started.
   * @default {() => undefined}
   */
  readonly failingSince?: ((name: string) => Date | undefined) | undefined;
  /**
   * Returns the last 60 minutes of an endpoint, oldest first; `undefined` if nothing watches.
   * @default {undefined}
   */
  readonly lastHour?: ((name: string) => readonly Minute[]) | undefined;
  /**
   * Returns the last changes of an endpoint, newest first; `undefined` if nothing watches.
   * @default {undefined}
   */
  readonly lastChanges?: ((name: string) => readonly Change[]) | undefined;
  /** How long ago the round started, if it was not made for this request. */
  readonly age?: Seconds;
  /**
   * Whether the report is too old to count. Such a report is not ready, and has an age.
   * @default {false}
   */
  readonly stale?: boolean;
  /**
   * Whether no round has ended yet. Such a report is not ready, and has no results.
   * @default {false}
   */
  readonly pending?: boolean;
  /**
   * Why nothing is checked any more. Such a report is not ready, and has no results.
   * @default {undefined}
   */
  readonly ending?: Ending;
}

/** What a process does that reports nothing more: it has its signal to stop, or its pod is being deleted. */
export type Ending = "Shutting down" | "Draining";

/** What `/self` says. */
export interface Self {
  /** When it was requested. */
  readonly now: Date;
  /** How long the process has run. */
  readonly uptime: Seconds;
  /**
   * Returns the paths of further pages.
   * @default {() => []}
   */
  readonly links?: () => readonly string[];
  /** Where the process runs, for people; `undefined` if that is unknown. */
  readonly place?: string | undefined;
}
