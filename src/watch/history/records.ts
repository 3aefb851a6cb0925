/** @module What a watch remembers, as the file holds it: times are in milliseconds since the epoch. */
import type { Failure } from "../../check/failure.ts";
import type { Milliseconds } from "../../process/time/duration.ts";
import type { Interval } from "./interval.ts";

/** An outage. */
export interface OutageRecord {
  /** The endpoint's name. */
  readonly endpoint: string;
  readonly begin: Milliseconds;
  /** `null` while it is ongoing. */
  readonly end: Milliseconds | null;
  readonly firstFailure: Failure;
  readonly firstReason: string;
  readonly lastFailure: Failure;
  readonly lastReason: string;
  /**
   * If the wall clock was set within the outage, this is a part of it, and this is when the first part
   * began. All parts have the same reasons.
   */
  readonly firstBegin?: Milliseconds;
}

/** A time during which endpoints were watched. */
export interface WatchedRecord extends Interval {
  /** The names of the endpoints. */
  readonly endpoints: readonly string[];
  /** The names of those that are optional. */
  readonly optional: readonly string[];
}

/** What a watch remembers. Both are iterated once, so they can be of any number. */
export interface Records {
  /**
   * The outages: the ongoing ones, and then those that ended, last first. Before them come those that ended
   * after the present, by a clock that was set back since.
   */
  readonly outages: Iterable<OutageRecord>;
  /** The times of watching, in any order; they may overlap. */
  readonly watched: Iterable<WatchedRecord>;
}
