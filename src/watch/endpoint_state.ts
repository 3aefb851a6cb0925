/** @module What a watch has seen of an endpoint: whether it was up, and what fails. */
import type { Instant } from "../process/time/clock.ts";
import type { Milliseconds } from "../process/time/duration.ts";
import { endedAt, lastPartOf, type Outage } from "./outage.ts";

/** What a watch has seen of an endpoint. */
export interface EndpointState {
  /**
   * The start of the last round in which the endpoint was up, by the wall clock as it is now; `undefined` if
   * there was none.
   */
  lastUp: Date | undefined;
  failures: number;
  /** The outage, or what may become one. */
  failing: Outage | undefined;
  /**
   * When the last part of `failing` began, by the monotonic clock; `undefined` if an earlier process saw
   * it begin.
   */
  failingMs: Milliseconds | undefined;
  isOutage: boolean;
}

/** An endpoint that was not checked yet. */
export const NEW: EndpointState = {
  lastUp: undefined,
  failures: 0,
  failing: undefined,
  failingMs: undefined,
  isOutage: false,
};

/** Whether the endpoint was up in this watch since the last part of an outage began. */
export function wasUpSince(outage: Outage, { lastUp }: EndpointState, present: Date): boolean {
  const { begin } = lastPartOf(outage);
  // What begins in the future began before the wall clock was set back, and so before this watch.
  return lastUp !== undefined && (lastUp >= begin || begin > present);
}

/** The outage that ends with a round; `undefined` if there is none. */
export function resolvedOutage(
  { failing, failingMs, isOutage }: EndpointState,
  startedAt: Instant,
): Outage | undefined {
  if (failing === undefined || !isOutage) return undefined;
  return endedAt(failing, endOf(failing, failingMs, startedAt));
}

/**
 * Returns when the last part of an outage ends. Its length is that of the monotonic clock, so that it
 * cannot end before it began when the wall clock is set back meanwhile.
 */
export function endOf(
  failing: Outage,
  failingMs: Milliseconds | undefined,
  { date, ms }: Instant,
): Date {
  if (failingMs === undefined) return date;
  return new Date(lastPartOf(failing).begin.getTime() + ms - failingMs);
}
