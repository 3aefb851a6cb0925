/** @module Outages, and the rounds that open and resolve them. */
import type { Failure } from "../check/failure.ts";
import type { Report, Result } from "../check/report.ts";
import type { Instant } from "../process/time/clock.ts";
import type { Milliseconds, Seconds } from "../process/time/duration.ts";

/** A time during which an endpoint failed. One of an optional endpoint is only remembered. */
export interface Outage {
  /** The endpoint's name. */
  readonly endpoint: string;
  /** The start of the first round in which it failed: what is watched begins and ends with a round. */
  readonly begin: Date;
  /** The start of the first round in which it succeeded again; `null` while it is ongoing. */
  readonly end: Date | null;
  /** The code of the first failure. */
  readonly firstFailure: Failure;
  /** The reason of the first failure. */
  readonly firstReason: string;
  /** The code of the last failure so far. */
  readonly lastFailure: Failure;
  /** The reason of the last failure so far. */
  readonly lastReason: string;
}

/** Options of {@linkcode Outages}. */
export interface OutagesOptions {
  /** The number of failed rounds in a row that open an outage. */
  after: number;
  /** An endpoint that was never up has no outage before this time after the start. */
  startup: Seconds;
  /** When the watch started. */
  startedAt: Instant;
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

/** The outages of an earlier watch that are not ongoing in this one. */
export interface Ended {
  /** Those whose endpoint has been up since. */
  readonly resolved: readonly Outage[];
  /** Those that end where an outage of this watch begins. */
  readonly replaced: readonly Outage[];
}

interface State {
  wasUp: boolean;
  failures: number;
  /** The outage, or what may become one. */
  failing: Outage | undefined;
  /**
   * When `failing` began, by the monotonic clock; `undefined` if an earlier process saw it begin.
   */
  failingMs: Milliseconds | undefined;
  isOutage: boolean;
}

const UP: State = {
  wasUp: true,
  failures: 0,
  failing: undefined,
  failingMs: undefined,
  isOutage: false,
};

/** Opens and resolves outages from the reports of scheduled rounds. */
export class Outages {
  readonly #options: OutagesOptions;
  readonly #states = new Map<string, State>();

  constructor(options: OutagesOptions) {
    this.#options = options;
  }

  /**
   * Takes the outages that were ongoing when an earlier watch ended. Those whose endpoint has not been up
   * in this watch continue.
   *
   * @returns The others, with an end.
   */
  adopt(open: readonly Outage[]): Ended {
    const resolved: Outage[] = [];
    const replaced: Outage[] = [];
    for (const outage of open) {
      const state = this.#states.get(outage.endpoint);
      if (state?.isOutage && state.failing !== undefined) {
        replaced.push(endedAt(outage, state.failing.begin));
      } else if (state?.wasUp) {
        // It was up at some time since the start, and not watched before that.
        resolved.push(endedAt(outage, this.#options.startedAt.date));
      } else this.#continue(outage, state);
    }
    return { resolved, replaced };
  }

  #continue(outage: Outage, state: State | undefined): void {
    const { lastFailure, lastReason } = state?.failing ?? outage;
    this.#states.set(outage.endpoint, {
      ...UP,
      wasUp: false,
      failures: this.#options.after,
      failing: { ...outage, lastFailure, lastReason },
      isOutage: true,
    });
  }

  /**
   * Takes the report of the next round.
   *
   * @returns The outages of this round. Those resolved are forgotten.
   */
  observe({ results, startedAt }: Report): Changes {
    const changes = { opened: [], ongoing: [], resolved: [] } as {
      [K in keyof Changes]: Outage[];
    };
    for (const result of results) {
      const change = this.#observe(result, startedAt);
      if (change !== undefined) changes[change.kind].push(change.outage);
    }
    return changes;
  }

  #observe(
    { endpoint: { name }, outcome }: Result,
    startedAt: Instant,
  ): { kind: keyof Changes; outage: Outage } | undefined {
    const state = this.#states.get(name) ??
      { ...UP, wasUp: false };
    this.#states.set(name, state);
    if (outcome.ok) {
      this.#states.set(name, { ...UP });
      const outage = resolvedOutage(state, startedAt);
      return outage && { kind: "resolved", outage };
    }
    state.failures++;
    const { failure, reason } = outcome;
    if (state.failing === undefined) state.failingMs = startedAt.ms;
    const first = {
      endpoint: name,
      begin: startedAt.date,
      end: null,
      firstFailure: failure,
      firstReason: reason,
    };
    state.failing = { ...(state.failing ?? first), lastFailure: failure, lastReason: reason };
    if (state.isOutage) return { kind: "ongoing", outage: state.failing };
    const { after, startup } = this.#options;
    const seconds = (startedAt.ms - this.#options.startedAt.ms) / 1000;
    if (state.failures < after || (!state.wasUp && seconds < startup)) return undefined;
    state.isOutage = true;
    return { kind: "opened", outage: state.failing };
  }
}

/** The outage with an end, which is not before its begin even if the wall clock was set back. */
export function endedAt(outage: Outage, date: Date): Outage {
  return { ...outage, end: date > outage.begin ? date : outage.begin };
}

/**
 * The outage with its end. Its length is that of the monotonic clock, so that it cannot end before it
 * began when the wall clock is set back meanwhile.
 */
function resolvedOutage(
  { failing, failingMs, isOutage }: State,
  startedAt: Instant,
): Outage | undefined {
  if (failing === undefined || !isOutage) return undefined;
  if (failingMs === undefined) return endedAt(failing, startedAt.date);
  return { ...failing, end: new Date(failing.begin.getTime() + startedAt.ms - failingMs) };
}
