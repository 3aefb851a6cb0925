/** @module The rounds that open and resolve outages. */
import type { Report, Result } from "../check/report.ts";
import type { Instant } from "../process/time/clock.ts";
import type { Milliseconds, Seconds } from "../process/time/duration.ts";
import {
  type Adopted,
  type Changes,
  endedAt,
  type Joined,
  lastPartOf,
  type Outage,
} from "./outage.ts";

/** Options of {@linkcode Outages}. */
export interface OutagesOptions {
  /** The number of failed rounds in a row that open an outage. */
  after: number;
  /** An endpoint that was never up has no outage before this time after the start. */
  startup: Seconds;
  /** When the watch started. */
  startedAt: Instant;
}

interface State {
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

const NEW: State = {
  lastUp: undefined,
  failures: 0,
  failing: undefined,
  failingMs: undefined,
  isOutage: false,
};

/** A greater difference between what passed by the two clocks is a step of the wall clock. */
const MAX_DRIFT_MS: Milliseconds = 2000;
/** After so many steps within an outage, further ones are not told apart. */
const MAX_PARTS = 100;

/** Opens and resolves outages from the reports of scheduled rounds. */
export class Outages {
  readonly #options: OutagesOptions;
  readonly #states = new Map<string, State>();
  /** The start of the last round. */
  #last: Instant;

  constructor(options: OutagesOptions) {
    this.#options = options;
    this.#last = options.startedAt;
  }

  /** The outages that are ongoing. */
  get ongoing(): Outage[] {
    return [...this.#states.values()].flatMap(({ isOutage, failing }) =>
      isOutage && failing !== undefined ? [failing] : []
    );
  }

  /** Returns when the ongoing outage of the endpoint with this name began; `undefined` without one. */
  beginOf(name: string): Date | undefined {
    const { isOutage, failing } = this.#states.get(name) ?? NEW;
    return isOutage ? failing?.begin : undefined;
  }

  /**
   * Takes the outages that were ongoing when an earlier watch ended. Those whose endpoint has not been up
   * since they began continue, with the earlier begin if this watch has seen them begin too.
   */
  adopt(open: readonly Outage[]): Adopted {
    const adopted = { resolved: [], replaced: [], joined: [] } as {
      [K in keyof Adopted]: Adopted[K][number][];
    };
    const present = new Date();
    for (const outage of open) {
      const state = this.#states.get(outage.endpoint) ?? NEW;
      const { begin } = lastPartOf(outage);
      // What begins in the future began before the wall clock was set back, and so before this watch.
      const isAhead = begin > present;
      if (state.lastUp === undefined || (state.lastUp < begin && !isAhead)) {
        // One that is not divided is given the begin that this watch has seen.
        const resumes = isAhead && (outage.parts !== undefined || state.failing === undefined);
        const resumed = resumes ? this.#resume(outage, state) : outage;
        adopted.joined.push(...this.#continue(resumed, state));
      } else if (state.isOutage && state.failing !== undefined) {
        adopted.replaced.push(endedAt(outage, state.failing.begin));
      } else {
        // It was up at some time since the start, and not watched before that.
        adopted.resolved.push(endedAt(outage, this.#options.startedAt.date));
      }
    }
    return adopted;
  }

  /** Ends what went on by a clock that was ahead, and begins another part by the clock as it is now. */
  #resume(outage: Outage, { failing }: State): Outage {
    const whole = { ...outage, parts: outage.parts ?? [outage] };
    const { parts = [] } = endedAt(whole, lastPartOf(outage).begin);
    const begin = failing?.begin ?? this.#options.startedAt.date;
    return { ...outage, parts: [...parts, ...(failing?.parts ?? [{ begin, end: null }])] };
  }

  #continue(outage: Outage, state: State): Joined[] {
    const { failing: own = outage, failingMs } = state;
    // Its begin may be by another setting of the wall clock than this watch has known.
    const isDivided = outage.parts !== undefined;
    const isOwn = !isDivided && own.begin < outage.begin;
    const { lastFailure, lastReason } = own;
    const first = isOwn ? own : outage;
    const parts = isDivided
      ? outage.parts
      : own.parts?.with(0, { end: null, ...own.parts[0], begin: first.begin });
    const failing = { ...first, ...(parts && { parts }), lastFailure, lastReason };
    const earlierMs = lastPartOf(own).begin.getTime() - lastPartOf(failing).begin.getTime();
    this.#states.set(outage.endpoint, {
      ...state,
      failures: this.#options.after,
      failing,
      failingMs: failingMs && failingMs - earlierMs,
      isOutage: true,
    });
    if (isOwn) return [{ outage: failing, later: outage }];
    const isSame = own.begin.getTime() === outage.begin.getTime();
    return state.isOutage && !isSame ? [{ outage: failing, later: own }] : [];
  }

  /**
   * Takes the report of the next round.
   *
   * @returns The outages of this round. Those resolved are forgotten.
   */
  observe({ results, startedAt }: Report): Changes {
    const last = this.#last;
    this.#last = startedAt;
    const passedMs = startedAt.ms - last.ms;
    const resumed = new Date(startedAt.date.getTime() - passedMs);
    if (Math.abs(resumed.getTime() - last.date.getTime()) > MAX_DRIFT_MS) {
      this.#divide(last, resumed);
    }
    const changes = { opened: [], ongoing: [], resolved: [] } as {
      [K in keyof Changes]: Outage[];
    };
    for (const result of results) {
      const change = this.#observe(result, startedAt);
      if (change !== undefined) changes[change.kind].push(change.outage);
    }
    return changes;
  }

  /**
   * Divides what fails now because the wall clock was set.
   *
   * @param last The last round, by the clock as it was.
   * @param resumed The same time by the clock as it is now.
   */
  #divide(last: Instant, resumed: Date): void {
    for (const state of this.#states.values()) {
      const { failing, failingMs, lastUp } = state;
      if (lastUp) {
        state.lastUp = new Date(lastUp.getTime() + resumed.getTime() - last.date.getTime());
      }
      if (failing === undefined) continue;
      const whole = { ...failing, parts: failing.parts ?? [failing] };
      if (whole.parts.length >= MAX_PARTS) continue;
      const { parts = [] } = endedAt(whole, endOf(failing, failingMs, last));
      state.failing = { ...failing, parts: [...parts, { begin: resumed, end: null }] };
      state.failingMs = last.ms;
    }
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

function resolvedOutage(
  { failing, failingMs, isOutage }: State,
  startedAt: Instant,
): Outage | undefined {
  if (failing === undefined || !isOutage) return undefined;
  return endedAt(failing, endOf(failing, failingMs, startedAt));
}

/**
 * Returns when the last part of an outage ends. Its length is that of the monotonic clock, so that it
 * cannot end before it began when the wall clock is set back meanwhile.
 */
function endOf(failing: Outage, failingMs: Milliseconds | undefined, { date, ms }: Instant): Date {
  if (failingMs === undefined) return date;
  return new Date(lastPartOf(failing).begin.getTime() + ms - failingMs);
}
