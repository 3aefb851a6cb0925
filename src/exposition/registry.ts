/** @module Counts checks and rounds for the metrics. */
import type { Endpoint } from "../check/endpoint.ts";
import { groupNames, isInGroups } from "../check/groups.ts";
import type { Failure } from "../check/failure.ts";
import { isOlder, type Report, reportOf, type Result } from "../check/report.ts";
import type { Instant } from "../process/time/clock.ts";
import type { Seconds } from "../process/time/duration.ts";

/** The upper bounds of the histogram of durations. */
export const BUCKETS: readonly Seconds[] = [
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

/** The counts of one endpoint. */
export interface EndpointCounts {
  up: boolean;
  /** The newest of its checks. */
  newest: Result | undefined;
  /** When the certificate expires that the newest check with one saw. */
  certificateExpires: Date | undefined;
  /** The newest check that saw a certificate. */
  newestCertificate: Result | undefined;
  success: number;
  failure: number;
  /** The failures by code; a code that has not happened is absent. */
  readonly failures: Partial<Record<Failure, number>>;
  consecutiveFailures: number;
  /** When the first of these failures started; `undefined` without one. */
  failingSince: Date | undefined;
  /** How many checks fell into each bucket, and not into the one before. */
  readonly durations: number[];
  /** The sum of all durations. */
  total: Seconds;
}

/** The last round of every endpoint, or of every endpoint of a group. */
export interface LastRound {
  /** Whether every required one was ok. */
  readonly ready: boolean;
  /** When it was requested. */
  readonly startedAt: Instant;
}

/** The rounds of one group. */
export interface GroupRounds {
  /** The number of its endpoints. */
  readonly members: number;
  /** `undefined` before the first round. */
  last: LastRound | undefined;
}

/** Counts checks and rounds for the metrics. */
export class Registry {
  /** Every endpoint, checked or not. */
  readonly known: readonly Endpoint[];
  /** By name, the endpoints that have been checked. */
  readonly endpoints: Map<string, EndpointCounts> = new Map();
  /** The rounds of every endpoint, by result. */
  readonly rounds: { ready: number; not_ready: number } = { ready: 0, not_ready: 0 };
  /** The last round of every endpoint. */
  lastRound: LastRound | undefined;
  /** The groups by name. */
  readonly groups: ReadonlyMap<string, GroupRounds>;

  constructor(endpoints: readonly Endpoint[]) {
    this.known = endpoints;
    this.groups = new Map(
      groupNames(endpoints).values().map((group): [string, GroupRounds] => {
        const members = endpoints.filter((endpoint) => isInGroups(endpoint, [group])).length;
        return [group, { members, last: undefined }];
      }),
    );
  }

  /** Counts a check. Of overlapping checks, the one that started last decides what is up. */
  addResult(result: Result): void {
    const { endpoint, outcome, startedAt, duration } = result;
    let counts = this.endpoints.get(endpoint.name);
    if (counts === undefined) {
      counts = {
        up: false,
        newest: undefined,
        certificateExpires: undefined,
        newestCertificate: undefined,
        success: 0,
        failure: 0,
        failures: {},
        consecutiveFailures: 0,
        failingSince: undefined,
        durations: BUCKETS.map(() => 0),
        total: 0,
      };
      this.endpoints.set(endpoint.name, counts);
    }
    if (outcome.ok) counts.success++;
    else {
      counts.failure++;
      counts.failures[outcome.failure] = (counts.failures[outcome.failure] ?? 0) + 1;
    }
    counts.total += duration;
    const bucket = BUCKETS.findIndex((bound) => duration <= bound);
    if (bucket >= 0) counts.durations[bucket] = (counts.durations[bucket] ?? 0) + 1;
    if (outcome.certificate !== undefined && !isOlder(result, counts.newestCertificate)) {
      counts.certificateExpires = outcome.certificate.expires;
      counts.newestCertificate = result;
    }
    if (isOlder(result, counts.newest)) return;
    counts.newest = result;
    counts.up = outcome.ok;
    counts.consecutiveFailures = outcome.ok ? 0 : counts.consecutiveFailures + 1;
    counts.failingSince = outcome.ok ? undefined : counts.failingSince ?? startedAt.date;
  }

  /**
   * Returns when the first failure in a row of an endpoint started; `undefined` if its newest check
   * succeeded, or if there is none.
   */
  failingSince(name: string): Date | undefined {
    return this.endpoints.get(name)?.failingSince;
  }

  /** Counts a round of every endpoint. */
  addRound(report: Report): void {
    const { ready, startedAt } = report;
    this.rounds[ready ? "ready" : "not_ready"]++;
    if (isOlder(report, this.lastRound)) return;
    this.lastRound = { ready, startedAt };
  }

  /** Counts a round for each group of which it checked every endpoint, whatever else it checked. */
  addGroups(report: Report): void {
    const { startedAt, results } = report;
    for (const [group, rounds] of this.groups) {
      const own = results.filter(({ endpoint }) => isInGroups(endpoint, [group]));
      if (own.length < rounds.members || isOlder(report, rounds.last)) continue;
      rounds.last = { ready: reportOf(startedAt, own).ready, startedAt };
    }
  }
}
