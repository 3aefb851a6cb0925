import type { Report, Result } from "../check/report.ts";

/** A time in which a required endpoint failed. */
export interface Outage {
  /** The endpoint's name. */
  readonly endpoint: string;
  /** When the first check of it that failed began. */
  readonly begin: Date;
  /** When the first check after it that succeeded began; `null` while it lasts. */
  readonly end: Date | null;
  readonly firstReason: string;
  readonly lastReason: string;
}

/** When a failure is an outage. */
export interface OutagesOptions {
  /** How many rounds in a row must have failed. */
  after: number;
  /** For how many seconds after the start an endpoint that was never up has none. */
  startup: number;
  /** When the watching began. */
  startedAt: Date;
  /** What was an outage when the watching ended last time. */
  open: readonly Outage[];
}

/** What a round has changed. */
export interface Changes {
  readonly begun: readonly Outage[];
  /** Those that last, with what failed this time. */
  readonly going: readonly Outage[];
  readonly resolved: readonly Outage[];
}

interface State {
  wasUp: boolean;
  failures: number;
  /** The outage, or what becomes one. */
  failing: Outage | undefined;
  isOutage: boolean;
}

/** Tells outages from the reports of scheduled rounds. */
export class Outages {
  readonly #options: OutagesOptions;
  readonly #states = new Map<string, State>();

  constructor(options: OutagesOptions) {
    this.#options = options;
    for (const failing of options.open) {
      const failures = options.after;
      this.#states.set(failing.endpoint, { wasUp: true, failures, failing, isOutage: true });
    }
  }

  /** Takes in the report of a round; an optional endpoint has no outages. */
  observe({ results }: Report): Changes {
    const changes = { begun: [], going: [], resolved: [] } as {
      [K in keyof Changes]: Outage[];
    };
    for (const result of results) {
      if (result.endpoint.optional) continue;
      const change = this.#observe(result);
      if (change !== undefined) changes[change.kind].push(change.outage);
    }
    return changes;
  }

  #observe(
    { endpoint: { name }, outcome, startedAt }: Result,
  ): { kind: keyof Changes; outage: Outage } | undefined {
    const state = this.#states.get(name) ??
      { wasUp: false, failures: 0, failing: undefined, isOutage: false };
    this.#states.set(name, state);
    if (outcome.ok) {
      const { failing, isOutage } = state;
      this.#states.set(name, { wasUp: true, failures: 0, failing: undefined, isOutage: false });
      return failing !== undefined && isOutage
        ? { kind: "resolved", outage: { ...failing, end: startedAt } }
        : undefined;
    }
    state.failures++;
    const { reason } = outcome;
    const first = { endpoint: name, begin: startedAt, end: null, firstReason: reason };
    state.failing = { ...(state.failing ?? first), lastReason: reason };
    if (state.isOutage) return { kind: "going", outage: state.failing };
    const { after, startup } = this.#options;
    const seconds = (startedAt.getTime() - this.#options.startedAt.getTime()) / 1000;
    if (state.failures < after || (!state.wasUp && seconds < startup)) return undefined;
    state.isOutage = true;
    return { kind: "begun", outage: state.failing };
  }
}
