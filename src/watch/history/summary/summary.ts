/** @module What the history says about each endpoint. */
import type { Failure } from "../../../check/failure.ts";
import type { Seconds } from "../../../process/time/duration.ts";
import type { Outage } from "../../outage.ts";

/** A span of time. */
export interface Span {
  readonly begin: Date;
  readonly end: Date;
}

/** An outage as a summary counts it. */
export interface CountedOutage extends Outage {
  /** How long it was watched within the span. What overlaps a later outage counts there. */
  readonly down: Seconds;
  /** How long it was, watched or not; one that is ongoing until the endpoint was last watched within the span. */
  readonly lasted: Seconds;
}

/** How much of a span an endpoint was watched and down. */
export interface Slot extends Span {
  /** How long it was watched. */
  readonly watched: Seconds;
  /** How long it was down while it was watched. */
  readonly down: Seconds;
}

/** How many outages began with the same code. Their sentences may differ, in numbers mostly. */
export interface ReasonCount {
  readonly failure: Failure;
  /** The first sentence of the newest of them. */
  readonly reason: string;
  readonly count: number;
}

/**
 * The history of one endpoint within a span. Only watched time counts, everywhere: an outage is as long as
 * it was watched within the span. So `meanRecovery` <= `longest` <= `down` <= `watched`.
 */
export interface Summary extends Slot {
  /** The name of the endpoint. */
  readonly endpoint: string;
  /** The first time within the span at which it was watched; `null` if there was none. */
  readonly firstWatched: Date | null;
  /** Whether it was optional when it was last watched. */
  readonly optional: boolean;
  /** Whether others were watched after it was: it is no longer among the arguments. */
  readonly removed: boolean;
  /** The last of the outages that overlap the span, newest first. */
  readonly outages: readonly CountedOutage[];
  /** The number of earlier outages within the span that `outages` leaves out. */
  readonly omitted: number;
  /** The number of outages that were resolved. */
  readonly resolved: number;
  /** How long the longest outage was watched within the span; 0 without one. */
  readonly longest: Seconds;
  /** The mean time to recover, over the outages that were resolved; `null` if none was. */
  readonly meanRecovery: Seconds | null;
  /** The availability, the share of the watched time that it was up, from 0 to 1; `null` if it was not watched. */
  readonly up: number | null;
  /** The codes of the first failures of all outages, most frequent first. */
  readonly reasons: readonly ReasonCount[];
  /** Equal parts of the time, which may begin before or after the span and end after it. */
  readonly slots: readonly Slot[];
}
