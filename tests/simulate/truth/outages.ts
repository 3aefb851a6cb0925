import type { Report } from "../../../src/check/report.ts";
import type { Milliseconds } from "../../../src/process/time/duration.ts";
import type { Life } from "../life.ts";
import type { Fault } from "./truth.ts";

/** An outage that was. */
export interface Outage {
  readonly endpoint: string;
  /** The wall clock of its first round. */
  readonly begin: number;
  readonly beginMs: Milliseconds;
  /** The round that opened it. */
  readonly openMs: Milliseconds;
  isOpen: boolean;
  /** The round that ended it. */
  endMs: Milliseconds;
  /** Whether the history can know how long it lasted: between two pods there is only the wall clock. */
  isMeasured: boolean;
  /** How many messages may say that it opened: one, and one more for each that may not have arrived. */
  mayOpen: number;
}

interface State {
  failures: number;
  wasUp: boolean;
  first: { readonly begin: number; readonly ms: Milliseconds } | undefined;
  outage: Outage | undefined;
}

/** Knows the outages, and judges what the log says of them. */
export class Outages {
  /** All outages, in the order in which they opened. */
  readonly all: Outage[] = [];
  /** The last of each endpoint. */
  readonly last = new Map<string, Outage>();
  readonly #life: Life;
  readonly #fault: Fault;
  #states = new Map<string, State>();
  #startMs: Milliseconds = 0;
  #steppedMs: Milliseconds = -Infinity;
  /** What the log should say of the round that is observed now. */
  #expected: string[] = [];

  constructor(life: Life, fault: Fault) {
    this.#life = life;
    this.#fault = fault;
  }

  /** A pod has started, and continues the outages that the history says are open. */
  started(ms: Milliseconds): void {
    this.#startMs = ms;
    this.#states = new Map();
    for (const outage of this.all.filter(({ isOpen }) => isOpen)) {
      const first = { begin: outage.begin, ms: outage.beginMs };
      outage.isMeasured &&= this.#steppedMs < outage.beginMs;
      const failures = this.#life.after;
      this.#states.set(outage.endpoint, { failures, wasUp: false, first, outage });
    }
  }

  /** Takes a step of the wall clock. */
  stepped(ms: Milliseconds): void {
    this.#steppedMs = ms;
  }

  /** Takes the report of a scheduled round, before the watcher does. */
  round({ results, startedAt: { date, ms } }: Report): void {
    for (const { endpoint: { name, optional }, outcome } of results) {
      const state = this.#states.get(name) ??
        { failures: 0, wasUp: false, first: undefined, outage: undefined };
      if (outcome.ok) {
        if (state.outage !== undefined) {
          state.outage.isOpen = false;
          state.outage.endMs = ms;
          if (!optional) this.#expected.push(`outage resolved ${name}`);
        }
        this.#states.set(name, { failures: 0, wasUp: true, first: undefined, outage: undefined });
        continue;
      }
      const first = state.first ?? { begin: date.getTime(), ms };
      const failures = state.failures + 1;
      const started = state.wasUp || ms - this.#startMs >= this.#life.startup * 1000;
      let { outage } = state;
      if (outage === undefined && failures >= this.#life.after && started) {
        outage = {
          endpoint: name,
          begin: first.begin,
          beginMs: first.ms,
          openMs: ms,
          isOpen: true,
          endMs: Infinity,
          isMeasured: true,
          mayOpen: 1,
        };
        this.all.push(outage);
        this.last.set(name, outage);
        if (!optional) this.#expected.push(`outage ${name}`);
      }
      this.#states.set(name, { failures, wasUp: state.wasUp, first, outage });
    }
  }

  /** Takes what the log said of outages. */
  logged(event: string, endpoint: string, ms: Milliseconds): void {
    const at = this.#expected.indexOf(`${event} ${endpoint}`);
    if (at < 0) this.#fault(`the log says: ${event} ${endpoint}`, ms);
    else this.#expected.splice(at, 1);
  }

  /** The watcher has observed a round. */
  observed(ms: Milliseconds): void {
    for (const event of this.#expected.splice(0)) this.#fault(`the log does not say: ${event}`, ms);
  }
}
