/** @module The summary of a history in one sweep. */
import type { Milliseconds } from "../../../process/time/duration.ts";
import { clip, type Interval, union } from "../interval.ts";
import type { Records, WatchedRecord } from "../records.ts";
import type { Span, Summary } from "./summary.ts";
import { Tally } from "./tally.ts";

/** Options of {@linkcode summarize}. */
export interface SummarizeOptions {
  /** The time to look at. */
  span: Span;
  /**
   * The present, to which ongoing outages last.
   * @default {the end of the span}
   */
  now?: Date;
  /**
   * Divides the time into slots, from the first time within the span that was watched.
   *
   * @param max The maximum number of slots. Many endpoints get fewer.
   * @returns Where the slots of equal length begin, and where the last one ends. They contain the interval.
   * @default one slot
   */
  divide?: (interval: Interval, max: number) => readonly Milliseconds[];
  /**
   * The maximum number of outages to list for each endpoint. Many endpoints get fewer.
   * @default {Infinity}
   */
  listed?: number;
}

/** The parts of all endpoints together: a page draws each of them. */
const MAX_SLOTS = 40_000;
/** The listed outages of all endpoints together. */
const MAX_LISTED = 10_000;

/**
 * Summarizes the history of each endpoint, in one pass over the outages. A pod that did not run was
 * neither up nor down, so downtime counts only while it was watched. What overlaps counts once.
 *
 * @returns A summary for each endpoint that was ever watched or had an outage in the span.
 */
export function summarize(
  { outages, watched }: Records,
  { span, now = span.end, divide = ({ begin, end }) => [begin, end], listed = Infinity }:
    SummarizeOptions,
): Summary[] {
  const [beginMs, endMs] = [span.begin.getTime(), span.end.getTime()];
  const watchings = watchingByEndpoint(watched, { begin: beginMs, end: endMs });
  const share = (all: number): number => Math.max(1, Math.floor(all / watchings.size));
  const firstMs = watchings.values().reduce(
    (first, { intervals: [interval] }) => Math.min(first, interval?.begin ?? endMs),
    endMs,
  );
  const edges = divide(
    { begin: firstMs < endMs ? firstMs : beginMs, end: endMs },
    share(MAX_SLOTS),
  );
  const most = listed === Infinity ? Infinity : Math.min(listed, share(MAX_LISTED));
  const lastMs = Math.max(...watchings.values().map(({ last }) => last.end));
  const tallyOf = (name: string, watching?: Watching): Tally =>
    new Tally(name, {
      optional: watching?.last.optional.includes(name) ?? false,
      removed: (watching?.last.end ?? -Infinity) < lastMs,
      span: { begin: beginMs, end: endMs },
      now: now.getTime(),
      edges,
      watched: watching?.intervals ?? [],
      listed: most,
    });
  const tallies = new Map([...watchings].map(([name, all]) => [name, tallyOf(name, all)]));
  for (const outage of outages) {
    const { endpoint, begin, end } = outage;
    if (end !== null && (end <= beginMs || begin >= endMs)) continue;
    const tally = tallies.get(endpoint) ?? tallyOf(endpoint);
    tallies.set(endpoint, tally);
    tally.add(outage);
  }
  return [...tallies.values()].map((tally) => tally.summary());
}

/** How an endpoint was watched. */
interface Watching {
  /** The disjoint intervals within the span at which it was watched. */
  readonly intervals: readonly Interval[];
  /** The last time at which it was watched, even after or before the span. */
  readonly last: WatchedRecord;
}

/** Returns how each endpoint was watched within a span. */
function watchingByEndpoint(
  watched: Iterable<WatchedRecord>,
  span: Interval,
): Map<string, Watching> {
  // Most records have the same list of endpoints: a thousand endpoints then share their intervals.
  const byList = new Map<readonly string[], { intervals: Interval[]; last: WatchedRecord }>();
  for (const record of watched) {
    const { begin, end, endpoints } = record;
    const list = byList.get(endpoints) ?? { intervals: [], last: record };
    if (begin < span.end && end > span.begin) list.intervals.push(clip({ begin, end }, span));
    list.last = later(list.last, record);
    byList.set(endpoints, list);
  }
  const byEndpoint = new Map<string, Watching>();
  for (const [endpoints, { intervals, last }] of byList) {
    const merged = { intervals: union(intervals), last };
    for (const name of endpoints) {
      const known = byEndpoint.get(name);
      byEndpoint.set(name, known === undefined ? merged : both(known, merged));
    }
  }
  return byEndpoint;
}

function both(a: Watching, b: Watching): Watching {
  return {
    intervals: union([...a.intervals, ...b.intervals]),
    last: later(a.last, b.last),
  };
}

function later(a: WatchedRecord, b: WatchedRecord): WatchedRecord {
  return b.end >= a.end ? b : a;
}
