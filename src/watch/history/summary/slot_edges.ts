/** @module Where the slots of a strip begin and end. */
import type { Milliseconds } from "../../../process/time/duration.ts";
import type { Interval } from "../interval.ts";

const HOUR: Milliseconds = 3_600_000;
const DAY: Milliseconds = 24 * HOUR;
/** The lengths of a slot up to a week; above it, a slot is a number of days. */
const LENGTHS: readonly Milliseconds[] = [HOUR, 6 * HOUR, DAY, 7 * DAY];
/** A Monday at midnight, UTC. */
const MONDAY: Milliseconds = 4 * DAY;
/** More slots would be too narrow on a phone. */
const MAX_SLOTS = 104;

/**
 * Divides the time around an interval into slots that begin at the full hour or at midnight, UTC: hours up
 * to 4 days, then 6 hours, days, and weeks that begin on a Monday.
 *
 * @param max The maximum number of slots. It may be exceeded by one.
 * @returns Where the slots of equal length begin, and where the last one ends.
 */
export function slotEdges({ begin, end }: Interval, max: number): Milliseconds[] {
  const most = Math.min(max, MAX_SLOTS);
  const days = Math.ceil((end - begin) / DAY / most) * DAY;
  const length = LENGTHS.find((length) => (end - begin) / length <= most) ?? days;
  const first = Math.floor((begin - MONDAY) / length);
  const last = Math.max(first + 1, Math.ceil((end - MONDAY) / length));
  return Array.from({ length: last - first + 1 }, (_, index) => MONDAY + (first + index) * length);
}
