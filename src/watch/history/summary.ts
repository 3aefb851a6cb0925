import type { Outage } from "../outages.ts";

/** A time in which these endpoints were watched. */
export interface Watched {
  readonly begin: Date;
  readonly end: Date;
  readonly endpoints: readonly string[];
}

/** All that a watch remembers. */
export interface Records {
  readonly outages: readonly Outage[];
  readonly watched: readonly Watched[];
}

/** From when to when one looks. */
export interface Span {
  readonly begin: Date;
  readonly end: Date;
}

/** A part of the span, as one strip shows it. */
export interface Slot extends Span {
  /** The seconds that were watched. */
  readonly watched: number;
  /** The seconds of them in which the endpoint was down. */
  readonly down: number;
}

/** What became of one endpoint in the span. */
export interface Summary extends Slot {
  readonly endpoint: string;
  /** Those that overlap the span, the newest first. */
  readonly outages: readonly Outage[];
  /** The seconds of the longest, as far as it lies in the span. */
  readonly longest: number;
  /** The mean seconds until one that has ended was over, `null` where none has. */
  readonly meanRepair: number | null;
  /** The share of the watched time in which it was up; `null` where none was watched. */
  readonly up: number | null;
  /** The reasons, the commonest first. */
  readonly reasons: readonly { readonly reason: string; readonly count: number }[];
  /** The span in equal parts. */
  readonly slots: readonly Slot[];
}

/** How a record is summed up. */
export interface SummarizeOptions {
  span: Span;
  /** Into how many parts the span is cut. */
  slots: number;
}

/**
 * Sums up what became of each endpoint. A pod that did not run was neither up nor down: downtime counts
 * only where it was watched.
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

/** An outage that lasts does so as far as one looks. */
function closed({ begin, end }: Outage, span: Span): Span {
  return { begin, end: end ?? span.end };
}

function overlap(a: Span, b: Span): Span {
  const begin = a.begin > b.begin ? a.begin : b.begin;
  const end = a.end < b.end ? a.end : b.end;
  return { begin, end: end > begin ? end : begin };
}

/** The seconds of a span. */
export function seconds({ begin, end }: Span): number {
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
