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
  /** The outages: the ongoing ones, and then those that ended, last first. */
  readonly outages: Iterable<OutageRecord>;
  /** The times of watching, in any order; they may overlap. */
  readonly watched: Iterable<WatchedRecord>;
}
