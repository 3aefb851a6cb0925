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

interface State {
  /** The start of the last round in which the endpoint was up; `undefined` if there was none. */
  lastUp: Date | undefined;
  failures: number;
  /** The outage, or what may become one. */
  failing: Outage | undefined;
  /**
   * When `failing` began, by the monotonic clock; `undefined` if an earlier process saw it begin.
   */
  failingMs: Milliseconds | undefined;
  isOutage: boolean;
}

const NEW: State = {
  lastUp: undefined,
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

  /** The outages that are ongoing. */
  get ongoing(): Outage[] {
    return [...this.#states.values()].flatMap(({ isOutage, failing }) =>
      isOutage && failing !== undefined ? [failing] : []
    );
  }

  /**
   * Takes the outages that were ongoing when an earlier watch ended. Those whose endpoint has not been up
   * since they began continue, with the earlier begin if this watch has seen them begin too.
   */
  adopt(open: readonly Outage[]): Adopted {
    const adopted = { resolved: [], replaced: [], joined: [] } as {
      [K in keyof Adopted]: Adopted[K][number][];
    };
    for (const outage of open) {
      const state = this.#states.get(outage.endpoint) ?? NEW;
      if (state.lastUp === undefined || state.lastUp < outage.begin) {
        adopted.joined.push(...this.#continue(outage, state));
      } else if (state.isOutage && state.failing !== undefined) {
        adopted.replaced.push(endedAt(outage, state.failing.begin));
      } else {
        // It was up at some time since the start, and not watched before that.
        adopted.resolved.push(endedAt(outage, this.#options.startedAt.date));
      }
    }
    return adopted;
  }

  #continue(outage: Outage, state: State): Joined[] {
    const { failing: own = outage, failingMs } = state;
    const isOwn = own.begin < outage.begin;
    const { lastFailure, lastReason } = own;
    const failing = { ...(isOwn ? own : outage), lastFailure, lastReason };
    this.#states.set(outage.endpoint, {
      ...state,
      failures: this.#options.after,
      failing,
      failingMs: failingMs && failingMs - (own.begin.getTime() - failing.begin.getTime()),
      isOutage: true,
    });
    if (isOwn) return [{ outage: failing, later: outage }];
    return state.isOutage && own.begin > outage.begin ? [{ outage: failing, later: own }] : [];
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
    const state = this.#states.get(name) ?? { ...NEW };
    this.#states.set(name, state);
    if (outcome.ok) {
      this.#states.set(name, { ...NEW, lastUp: startedAt.date });
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
    if (state.failures < after || (state.lastUp === undefined && seconds < startup)) {
      return undefined;
    }
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
