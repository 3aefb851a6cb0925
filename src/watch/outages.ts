/** @module The rounds that open and resolve outages. */
import type { Report, Result } from "../check/report.ts";
import type { Instant } from "../process/time/clock.ts";
import type { Milliseconds, Seconds } from "../process/time/duration.ts";
import { endOf, type EndpointState, NEW, resolvedOutage, wasUpSince } from "./endpoint_state.ts";
import {
  type Adopted,
  type Changes,
  dividedAt,
  endedAt,
  type Joined,
  lastPartOf,
  mergedWith,
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

/** A greater difference between what passed by the two clocks is a step of the wall clock. */
const MAX_DRIFT_MS: Milliseconds = 2000;
/** After so many steps within an outage, further ones are not told apart. */
const MAX_PARTS = 100;

/** Opens and resolves outages from the reports of scheduled rounds. */
export class Outages {
  readonly #options: OutagesOptions;
  readonly #states = new Map<string, EndpointState>();
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
      if (!wasUpSince(outage, state, present)) {
        adopted.joined.push(...this.#continue(this.#resume(outage, state, present), state));
      } else if (state.isOutage && state.failing !== undefined) {
        adopted.replaced.push(endedAt(outage, state.failing.begin));
      } else {
        // It was up at some time since the start, and not watched before that.
        adopted.resolved.push(endedAt(outage, this.#options.startedAt.date));
      }
    }
    return adopted;
  }

  /**
   * Ends what went on by a clock that was ahead, and begins another part by the clock as it is now. One that
   * is not divided is given the begin that this watch has seen instead.
   */
  #resume(outage: Outage, { failing }: EndpointState, present: Date): Outage {
    const { begin } = lastPartOf(outage);
    if (begin <= present || (outage.parts === undefined && failing !== undefined)) return outage;
    const since = failing?.begin ?? this.#options.startedAt.date;
    return dividedAt(outage, begin, failing?.parts ?? [{ begin: since, end: null }]);
  }

  #continue(former: Outage, state: EndpointState): Joined[] {
    const { failing: own = former, failingMs } = state;
    const outage = mergedWith(former, own);
    const earlierMs = lastPartOf(own).begin.getTime() - lastPartOf(outage).begin.getTime();
    this.#states.set(outage.endpoint, {
      ...state,
      failures: this.#options.after,
      failing: outage,
      failingMs: failingMs && failingMs - earlierMs,
      isOutage: true,
    });
    if (outage.begin < former.begin) return [{ outage, later: former }];
    const isSame = own.begin.getTime() === former.begin.getTime();
    return state.isOutage && !isSame ? [{ outage, later: own }] : [];
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
      if ((failing.parts?.length ?? 1) >= MAX_PARTS) continue;
      const next = [{ begin: resumed, end: null }];
      state.failing = dividedAt(failing, endOf(failing, failingMs, last), next);
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
