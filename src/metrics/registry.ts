import type { Report, Result } from "../check/report.ts";

/** The upper bounds of the histogram of durations, in seconds. */
export const BUCKETS: readonly number[] = [
  0.001,
  0.0025,
  0.005,
  0.01,
  0.025,
  0.05,
  0.1,
  0.25,
  0.5,
  1,
  2.5,
  5,
  10,
  30,
];

/** What the checks of one endpoint so far have shown. */
export interface EndpointCounts {
  up: boolean;
  /** When the newest of its checks began. */
  newest: number;
  success: number;
  failure: number;
  consecutiveFailures: number;
  /** How many checks took no longer than each bound, but longer than the one before. */
  readonly durations: number[];
  /** The seconds of all checks together. */
  seconds: number;
}

/** What the rounds so far have shown. */
export class Registry {
  /** By name, those that have been checked. */
  readonly endpoints: Map<string, EndpointCounts> = new Map();
  /** The rounds of every endpoint. */
  readonly rounds: { ready: number; not_ready: number } = { ready: 0, not_ready: 0 };
  /** The last such round. */
  lastRound: { readonly ready: boolean; readonly startedAt: Date } | undefined;

  /** Counts a check. Of two that overlap, the one that began last says what holds. */
  addResult({ endpoint, outcome, startedAt, duration }: Result): void {
    let registry = this.endpoints.get(endpoint.name);
    if (registry === undefined) {
      registry = {
        up: false,
        newest: -Infinity,
        success: 0,
        failure: 0,
        consecutiveFailures: 0,
        durations: BUCKETS.map(() => 0),
        seconds: 0,
      };
      this.endpoints.set(endpoint.name, registry);
    }
    registry[outcome.ok ? "success" : "failure"]++;
    registry.seconds += duration;
    const bucket = BUCKETS.findIndex((bound) => duration <= bound);
    if (bucket >= 0) registry.durations[bucket] = (registry.durations[bucket] ?? 0) + 1;
    if (startedAt.getTime() < registry.newest) return;
    registry.newest = startedAt.getTime();
    registry.up = outcome.ok;
    registry.consecutiveFailures = outcome.ok ? 0 : registry.consecutiveFailures + 1;
  }

  /** Counts a round of every endpoint. */
  addRound({ ready, startedAt }: Report): void {
    this.rounds[ready ? "ready" : "not_ready"]++;
    if (startedAt < (this.lastRound?.startedAt ?? startedAt)) return;
    this.lastRound = { ready, startedAt };
  }
}
