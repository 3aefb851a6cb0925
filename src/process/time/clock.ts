/** @module Time by two clocks. */
import type { Milliseconds } from "./duration.ts";

/** A point in time. */
export interface Instant {
  /** By the wall clock, which may be set back or forward: for people, never for order. */
  readonly date: Date;
  /** By the monotonic clock of this process: for order and age. */
  readonly ms: Milliseconds;
}

/** Returns the present. */
export function now(): Instant {
  return { date: new Date(), ms: performance.now() };
}
