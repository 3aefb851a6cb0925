/** @module Rounds that share their checks. */
import { now } from "../process/time/clock.ts";
import { check } from "./check.ts";
import type { Endpoint } from "./endpoint.ts";
import type { Target } from "./target.ts";
import { type Report, reportOf, type Result } from "./report.ts";

/** Options of {@linkcode Rounds}. */
export interface RoundsOptions {
  /** Every endpoint that can be checked. */
  targets: readonly Target[];
  /**
   * Called once with the result of each check; not for a kept success.
   * @default {() => {}}
   */
  onResult?: (result: Result) => void;
  /**
   * Called once with the report of each round.
   * @default {() => {}}
   */
  onReport?: (report: Report) => void;
  /**
   * How many checks of one endpoint may run at the same time.
   * @default {4}
   */
  limit?: number;
}

/**
 * Coalesces concurrent requests: each starts its own checks until `limit` checks of an endpoint run;
 * later ones share the next check to start, never a running one. So every answer rests only on checks
 * that started after its request, and the load on each endpoint and this process's memory are bounded.
 * Endpoints are independent: a request for a fast one does not wait for a slow one.
 *
 * A client that goes away aborts no check: it ends within its timeout, and its result still counts in
 * log and metrics. Deno tells of the client through `request.signal` alone, which also aborts after an
 * answer that was delivered, and prints a warning to standard error when it is first read.
 */
export class Rounds {
  readonly #checks: ReadonlyMap<Endpoint, SharedCheck>;
  readonly #onReport: (report: Report) => void;

  constructor(
    { targets, onResult = () => {}, onReport = () => {}, limit = 4 }: RoundsOptions,
  ) {
    this.#onReport = onReport;
    this.#checks = new Map(
      targets.map((target) => [target.endpoint, new SharedCheck(target, limit, onResult)]),
    );
  }

  /**
   * Runs a round of checks that have not started yet. A kept success stands instead of a check.
   *
   * @returns The report; it never rejects.
   */
  async request(endpoints: readonly Endpoint[]): Promise<Report> {
    const startedAt = now();
    const shared = endpoints.flatMap((endpoint) => this.#checks.get(endpoint) ?? []);
    const results = await Promise.all(shared.map((check) => check.request()));
    const report = reportOf(startedAt, results);
    this.#onReport(report);
    return report;
  }
}

/** The checks of one endpoint. */
class SharedCheck {
  readonly #target: Target;
  readonly #limit: number;
  readonly #onResult: (result: Result) => void;
  #running = 0;
  #next: PromiseWithResolvers<Result> | undefined;

  constructor(target: Target, limit: number, onResult: (result: Result) => void) {
    this.#target = target;
    this.#limit = limit;
    this.#onResult = onResult;
  }

  /** The result of a check that has not started yet, or the kept success. */
  request(): Promise<Result> | Result {
    const success = this.#target.kept?.get();
    if (success !== undefined) return success;
    if (this.#running < this.#limit) {
      this.#running++;
      return check(this.#target).then(this.#end);
    }
    this.#next ??= Promise.withResolvers();
    return this.#next.promise;
  }

  readonly #end = (result: Result): Result => {
    try {
      this.#onResult(result);
      return result;
    } finally {
      this.#running--;
      const next = this.#next;
      this.#next = undefined;
      next?.resolve(this.request());
    }
  };
}
