/** @module Intervals of time, in milliseconds since the epoch. */
import type { Milliseconds } from "../../process/time/duration.ts";

/** A span of time in milliseconds since the epoch. */
export interface Interval {
  readonly begin: Milliseconds;
  readonly end: Milliseconds;
}

/** Returns the part of an interval that lies within another; an empty one if none does. */
export function clip({ begin, end }: Interval, within: Interval): Interval {
  const from = Math.min(Math.max(begin, within.begin), within.end);
  return { begin: from, end: Math.max(from, Math.min(end, within.end)) };
}

/** Merges intervals that overlap or touch. Returns them in ascending order. */
export function union(intervals: readonly Interval[]): Interval[] {
  const merged: { begin: Milliseconds; end: Milliseconds }[] = [];
  for (const { begin, end } of intervals.toSorted((a, b) => a.begin - b.begin)) {
    const last = merged.at(-1);
    if (last !== undefined && begin <= last.end) last.end = Math.max(last.end, end);
    else merged.push({ begin, end });
  }
  return merged;
}
