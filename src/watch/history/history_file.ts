/** @module The file of the history, as the watch uses it. */
import type { Seconds } from "../../process/time/duration.ts";
import type { Outage } from "../outage.ts";
import type { Span } from "./summary/summary.ts";

/** An outage as the file holds it. */
export interface RecordedOutage extends Outage {
  /** Whether a notice of its opening was sent. */
  readonly notified: boolean;
}

/** How long the checks of an endpoint took that succeeded within a quarter of an hour. */
export interface ResponseTimes {
  /** The endpoint's name. */
  readonly endpoint: string;
  /** When the first of the checks started. */
  readonly begin: Date;
  /** The median, to a twentieth. */
  readonly p50: Seconds;
  readonly worst: Seconds;
  /** When the check that took longest started. */
  readonly worstAt: Date;
}

/** What the file does not hold yet. */
export interface Batch {
  /** The outages to insert, or to update where endpoint and begin are the same. */
  readonly outages: readonly RecordedOutage[];
  /** The times during which the endpoints were watched, oldest first. */
  readonly watched: readonly Span[];
  /** The response times to insert, or to update where endpoint and begin are the same. */
  readonly responses: readonly ResponseTimes[];
  /** The names of the endpoints, the same in each batch. */
  readonly endpoints: readonly string[];
  /** The names of those that are optional, the same in each batch. */
  readonly optional: readonly string[];
  /** What ended before this is removed, little by little. */
  readonly pruneBefore: Date;
}

/** What to render. */
export interface HistoryQuery {
  /** The media type, one of those of `HISTORY_FORMATS`. */
  readonly type: string;
  readonly span: Span;
  /** Where the process runs, for the page; `undefined` if that is unknown. */
  readonly place?: string | undefined;
}

/** The file of the history. Each method rejects with a `HistoryError` that says why it failed. */
export interface HistoryFile {
  /**
   * Opens or creates the file, and locks it. If it is open already, nothing changes, unless it was
   * removed or replaced: then the file that has its name now is opened.
   *
   * @returns The outages that are ongoing according to the file, oldest first.
   */
  open(): Promise<readonly RecordedOutage[]>;
  /** Writes all of the batch, or nothing. */
  write(batch: Batch): Promise<void>;
  /** Renders what the file holds, in a text of bounded length. */
  render(query: HistoryQuery): Promise<string>;
  /** Closes the file and releases its lock. */
  close(): Promise<void>;
}
