/** @module What the history says about each endpoint. */
import type { Seconds } from "../../process/duration.ts";
import type { Outage } from "../outages.ts";

/** A time during which endpoints were watched. */
export interface Watched {
  readonly begin: Date;
  readonly end: Date;
  /** The names of the endpoints. */
  readonly endpoints: readonly string[];
}

/** Everything that a watch remembers, oldest first. */
export interface Records {
  readonly outages: readonly Outage[];
  readonly watched: readonly Watched[];
}

/** A span of time. */
export interface Span {
  readonly begin: Date;
  readonly end: Date;
}

/** How much of a span an endpoint was watched and down. */
export interface Slot extends Span {
  /** How long it was watched. */
  readonly watched: Seconds;
  /** How long it was down while it was watched. */
  readonly down: Seconds;
}

/** The history of one endpoint within a span. */
export interface Summary extends Slot {
  /** The name of the endpoint. */
  readonly endpoint: string;
  /** The outages that overlap the span, newest first. */
  readonly outages: readonly Outage[];
  /** The length of the longest outage within the span; 0 without one. */
  readonly longest: Seconds;
  /** The mean time to repair, over the outages that were resolved; `null` if none was. */
  readonly meanRepair: Seconds | null;
  /** The share of the watched time that it was up, from 0 to 1; `null` if it was not watched. */
  readonly up: number | null;
  /** The last reasons of the outages, most frequent first. */
  readonly reasons: readonly { readonly reason: string; readonly count: number }[];
  /** The span in equal parts. */
  readonly slots: readonly Slot[];
}

/** Options of {@linkcode summarize}. */
export interface SummarizeOptions {
  /** The time to look at. */
  span: Span;
  /** The number of equal parts that the span is divided into. */
  slots: number;
}

/**
 * Summarizes the history of each endpoint. A pod that did not run was neither up nor down, so
 * downtime counts only while it was watched.
 *
 * @returns A summary for each endpoint that was ever watched or had an outage.
 */
export function summarize(record: Records, { span, slots }: SummarizeOptions): Summary[] {
  const names = new Set([
    ...record.watched.flatMap(({ endpoints }) => endpoints),
    ...record.outages.map(({ endpoint }) => endpoint),
  ]);
  return [...names].map((endpoint) => {
    const watched = record.watched.filter(({ endpoints }) => endpoints.includes(endpoint));
    const all = record.outages.filter((outage) => outage.endpoint === endpoint);
    const outages = all.filter((outage) => seconds(overlap(closed(outage, span), span)) > 0);
    const ended = outages.flatMap(({ begin, end }) => end === null ? [] : seconds({ begin, end }));
    const whole = slotOf(span, watched, outages);
    return {
      ...whole,
      endpoint,
      outages: outages.toReversed(),
      longest: Math.max(
        0,
        ...outages.map((outage) => seconds(overlap(closed(outage, span), span))),
      ),
      meanRepair: ended.length === 0 ? null : ended.reduce((a, b) => a + b, 0) / ended.length,
      up: whole.watched === 0 ? null : 1 - whole.down / whole.watched,
      reasons: counted(outages.map(({ lastReason }) => lastReason)),
      slots: partsOf(span, slots).map((part) => slotOf(part, watched, outages)),
    };
  });
}

function slotOf(span: Span, watched: readonly Span[], outages: readonly Outage[]): Slot {
  const within = ({ begin, end }: Pick<Outage, "begin" | "end">): boolean =>
    begin < span.end && (end === null || end > span.begin);
  const seen = watched.filter(within).map((time) => overlap(time, span));
  const broken = outages.filter(within);
  const down = seen.reduce(
    (sum, time) =>
      sum + broken.reduce((part, outage) => part + seconds(overlap(closed(outage, time), time)), 0),
    0,
  );
  return { ...span, watched: seen.reduce((sum, time) => sum + seconds(time), 0), down };
}

/** The span of an outage; an ongoing one lasts to the end of `span`. */
function closed({ begin, end }: Outage, span: Span): Span {
  return { begin, end: end ?? span.end };
}

function overlap(a: Span, b: Span): Span {
  const begin = a.begin > b.begin ? a.begin : b.begin;
  const end = a.end < b.end ? a.end : b.end;
  return { begin, end: end > begin ? end : begin };
}

/** Returns the length of a span. */
export function seconds({ begin, end }: Span): Seconds {
  return (end.getTime() - begin.getTime()) / 1000;
}

function partsOf({ begin, end }: Span, count: number): Span[] {
  const step = (end.getTime() - begin.getTime()) / count;
  const at = (index: number): Date => new Date(begin.getTime() + step * index);
  return Array.from({ length: count }, (_, index) => ({ begin: at(index), end: at(index + 1) }));
}

function counted(reasons: readonly string[]): { reason: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].map(([reason, count]) => ({ reason, count }))
    .toSorted((a, b) => b.count - a.count);
}
