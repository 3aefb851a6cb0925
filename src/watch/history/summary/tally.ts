/** @module The counts of one endpoint while a history is swept. */
import type { Failure } from "../../../check/failure.ts";
import type { Milliseconds } from "../../../process/time/duration.ts";
import { clip, type Interval } from "../interval.ts";
import type { OutageRecord } from "../records.ts";
import { SlotSums } from "./slot_sums.ts";
import type { CountedOutage, ReasonCount, Summary } from "./summary.ts";

/** Options of {@linkcode Tally}. */
export interface TallyOptions {
  /** Whether the endpoint is optional. */
  optional: boolean;
  /** Whether the endpoint is no longer watched. */
  removed: boolean;
  /** The time to look at. */
  span: Interval;
  /** The present, to which ongoing outages last. */
  now: Milliseconds;
  /** Where the slots begin, and where the last one ends. */
  edges: readonly Milliseconds[];
  /** The disjoint intervals within the span and the slots at which the endpoint was watched, in ascending order. */
  watched: readonly Interval[];
  /** The maximum number of outages to keep. */
  listed: number;
}

/** The lengths of an outage, or of a part of it. */
interface Lengths {
  down: Milliseconds;
  lasted: Milliseconds;
}

/** An outage of several parts. */
interface Divided extends Lengths {
  outage: OutageRecord;
  /** Its index among the outages that are listed; -1 if it is not. */
  readonly index: number;
}

/** Sums up the outages of one endpoint: first the ongoing ones, then those that ended, last first. */
export class Tally {
  readonly #endpoint: string;
  readonly #optional: boolean;
  readonly #removed: boolean;
  readonly #span: Interval;
  readonly #now: Milliseconds;
  readonly #listed: number;
  readonly #watched: readonly Interval[];
  readonly #watchedSums: SlotSums;
  readonly #downSums: SlotSums;
  readonly #reasons = new Map<Failure, ReasonCount>();
  readonly #outages: CountedOutage[] = [];
  /** The outages of several parts, by the begin of the first. */
  readonly #divided = new Map<Milliseconds, Divided>();
  #count = 0;
  #longest: Milliseconds = 0;
  #resolved = 0;
  #resolvedDown: Milliseconds = 0;
  /** The index of the last watched interval that an earlier outage may overlap. */
  #at: number;
  /** Where the downtime so far begins. */
  #downFrom: Milliseconds = Infinity;

  constructor(endpoint: string, options: TallyOptions) {
    const { optional, removed, span, edges, watched, listed } = options;
    this.#endpoint = endpoint;
    this.#optional = optional;
    this.#removed = removed;
    this.#span = span;
    this.#now = options.now;
    this.#listed = listed;
    this.#watched = watched;
    this.#watchedSums = new SlotSums(edges);
    this.#downSums = new SlotSums(edges);
    for (const interval of this.#watched) this.#watchedSums.add(interval);
    this.#at = this.#watched.length - 1;
  }

  /** Adds an outage that overlaps the span or is ongoing, and ended no later than the last. */
  add(outage: OutageRecord): void {
    const { begin, end, firstBegin } = outage;
    const within = clip({ begin, end: end ?? Math.max(begin, this.#now) }, this.#span);
    const down = this.#addDowntime({
      begin: within.begin,
      end: Math.min(within.end, this.#downFrom),
    });
    const watchedEnd = this.#watched.at(-1)?.end ?? begin;
    const lasted = (end ?? Math.max(begin, Math.min(watchedEnd, this.#now))) - begin;
    if (firstBegin !== undefined) return this.#addPart(outage, firstBegin, { down, lasted });
    this.#list(outage, { down, lasted });
    this.#countOutage(outage, down);
  }

  /** Returns the index at which an outage is listed; -1 if there are enough. */
  #list(outage: OutageRecord, lengths: Lengths): number {
    this.#count++;
    if (this.#outages.length >= this.#listed) return -1;
    return this.#outages.push(countedOutage(outage, lengths)) - 1;
  }

  #addPart(part: OutageRecord, begin: Milliseconds, { down, lasted }: Lengths): void {
    const known = this.#divided.get(begin);
    const total = { down: down + (known?.down ?? 0), lasted: lasted + (known?.lasted ?? 0) };
    const isOngoing = part.end === null || known?.outage.end === null;
    const outage = { ...part, begin, end: isOngoing ? null : begin + total.lasted };
    const index = known?.index ?? this.#list(outage, total);
    if (index >= 0) this.#outages[index] = countedOutage(outage, total);
    this.#divided.set(begin, { outage, ...total, index });
  }

  #countOutage({ end, firstFailure, firstReason }: OutageRecord, down: Milliseconds): void {
    this.#longest = Math.max(this.#longest, down);
    if (end !== null) {
      this.#resolved++;
      this.#resolvedDown += down;
    }
    const { reason = firstReason, count = 0 } = this.#reasons.get(firstFailure) ?? {};
    this.#reasons.set(firstFailure, { failure: firstFailure, reason, count: count + 1 });
  }

  /** Adds what was watched of an interval before all downtime so far. Returns how long that is. */
  #addDowntime(down: Interval): Milliseconds {
    if (down.end <= down.begin) return 0;
    const before = this.#downSums.total;
    this.#downFrom = down.begin;
    while ((this.#watched[this.#at]?.begin ?? -Infinity) >= down.end) this.#at--;
    for (let index = this.#at; (this.#watched[index]?.end ?? -Infinity) > down.begin; index--) {
      this.#downSums.add(clip(down, this.#watched[index] ?? down));
    }
    return this.#downSums.total - before;
  }

  /** Returns what was added. It is called once. */
  summary(): Summary {
    for (const { outage, down } of this.#divided.values()) this.#countOutage(outage, down);
    const watched = this.#watchedSums.total;
    const down = this.#downSums.total;
    return {
      begin: new Date(this.#span.begin),
      end: new Date(this.#span.end),
      endpoint: this.#endpoint,
      firstWatched: this.#watched[0] === undefined ? null : new Date(this.#watched[0].begin),
      optional: this.#optional,
      removed: this.#removed,
      watched: watched / 1000,
      down: down / 1000,
      outages: this.#outages,
      omitted: this.#count - this.#outages.length,
      resolved: this.#resolved,
      longest: this.#longest / 1000,
      meanRecovery: this.#resolved === 0 ? null : this.#resolvedDown / this.#resolved / 1000,
      up: watched === 0 ? null : (watched - down) / watched,
      reasons: [...this.#reasons.values()].toSorted((a, b) => b.count - a.count),
      slots: this.#watchedSums.slots(this.#downSums),
    };
  }
}

/** Converts an outage that is listed. Most are not, and converting them all would take memory. */
function countedOutage(
  { begin, end, firstBegin: _, ...rest }: OutageRecord,
  { down, lasted }: Lengths,
): CountedOutage {
  return {
    ...rest,
    begin: new Date(begin),
    end: end === null ? null : new Date(end),
    down: down / 1000,
    lasted: lasted / 1000,
  };
}
