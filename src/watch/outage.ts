/** @module An outage, its parts, and what becomes of it. */
import type { Failure } from "../check/failure.ts";

/** A part of an outage: its begin and end by one setting of the wall clock. */
export interface Part {
  readonly begin: Date;
  /** `null` while it is ongoing. */
  readonly end: Date | null;
}

/** A time during which an endpoint failed. One of an optional endpoint is only remembered. */
export interface Outage {
  /** The endpoint's name. */
  readonly endpoint: string;
  /** The start of the first round in which it failed: what is watched begins and ends with a round. */
  readonly begin: Date;
  /**
   * The start of the first round in which it succeeded again; `null` while it is ongoing. It is as long
   * after the begin as the outage lasted, even if the wall clock was set meanwhile.
   */
  readonly end: Date | null;
  /** Its parts, if the wall clock was set within it: each by the clock of its time, oldest first. */
  readonly parts?: readonly Part[];
  /** The code of the first failure. */
  readonly firstFailure: Failure;
  /** The reason of the first failure. */
  readonly firstReason: string;
  /** The code of the last failure so far. */
  readonly lastFailure: Failure;
  /** The reason of the last failure so far. */
  readonly lastReason: string;
}

/** The outages that a round affects. */
export interface Changes {
  /** The outages that the round opened. */
  readonly opened: readonly Outage[];
  /** The outages that were open before, with the reason of this round. */
  readonly ongoing: readonly Outage[];
  /** The outages that the round resolved. */
  readonly resolved: readonly Outage[];
}

/** An outage that two watches have seen begin. */
export interface Joined {
  /** The outage that is ongoing, with the earlier begin. */
  readonly outage: Outage;
  /** What the other watch took for another outage. */
  readonly later: Outage;
}

/** What became of the outages of an earlier watch. Those that it does not name are ongoing as they were. */
export interface Adopted {
  /** Those whose endpoint has been up since. */
  readonly resolved: readonly Outage[];
  /** Those that end where an outage of this watch begins, for their endpoint was up between them. */
  readonly replaced: readonly Outage[];
  /** Those that this watch has seen begin too. */
  readonly joined: readonly Joined[];
}

/** The outage with an end, which is not before its begin even if the wall clock was set back. */
export function endedAt(outage: Outage, date: Date): Outage {
  const { begin } = lastPartOf(outage);
  const last = { begin, end: date > begin ? date : begin };
  if (outage.parts === undefined) return { ...outage, end: last.end };
  const parts = [...outage.parts.slice(0, -1), last];
  const length = parts.reduce((sum, part) => sum + Number(part.end) - Number(part.begin), 0);
  return { ...outage, end: new Date(outage.begin.getTime() + length), parts };
}

/** The last part of an outage: itself, if the wall clock was not set within it. */
export function lastPartOf(outage: Outage): Part {
  return outage.parts?.at(-1) ?? outage;
}

/** The outage whose last part ended at a date, with the parts after it: the wall clock was set. */
export function dividedAt(outage: Outage, date: Date, next: readonly Part[]): Outage {
  const { parts = [] } = endedAt({ ...outage, parts: outage.parts ?? [outage] }, date);
  return { ...outage, parts: [...parts, ...next] };
}

/**
 * The outage that two watches have seen, with the earlier begin and the later failure.
 *
 * @param former As an earlier watch recorded it.
 * @param own As this watch has seen it.
 */
export function mergedWith(former: Outage, own: Outage): Outage {
  const { lastFailure, lastReason } = own;
  // Its begin may be by another setting of the wall clock than this watch has known.
  if (former.parts !== undefined) return { ...former, lastFailure, lastReason };
  const first = own.begin < former.begin ? own : former;
  const parts = own.parts?.with(0, { end: null, ...own.parts[0], begin: first.begin });
  return { ...first, ...(parts && { parts }), lastFailure, lastReason };
}
