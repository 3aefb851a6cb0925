/** @module The result of one check and how bad it is, and the report of one round. */
import type { Instant } from "../process/time/clock.ts";
import type { Seconds } from "../process/time/duration.ts";
import { type Certificate, expiryInWords } from "./certificate.ts";
import type { Endpoint } from "./endpoint.ts";
import type { Failure } from "./failure.ts";
import type { Phase } from "./phase.ts";

/** What a probe found. */
export type Outcome = Found & {
  /** The server's certificate, where it presented one; also if it was refused. */
  readonly certificate?: Certificate;
  /** The neighbour's progress, if the check has read it. */
  readonly progress?: Progress;
};

/** How a neighbour gets on with its work. */
export interface Progress {
  /** Whether it has work. */
  readonly isBusy: boolean;
  /** How long ago its counter last moved while it had work, the oldest of several; 0 without work. */
  readonly age: Seconds;
}

type Found =
  | {
    readonly ok: true;
    /** The HTTP status, where the endpoint speaks HTTP. */
    readonly status: number | null;
    /** What was found, for people: `status 200`, `connected`, `SERVING`. */
    readonly found: string;
    /** What a person should look at soon: `certificate expires in 9 d`. The check succeeded. */
    readonly warning?: string;
    /** From when on the expiry of the certificate is a warning. */
    readonly warnFrom?: Date;
  }
  | {
    readonly ok: false;
    /** The HTTP status, where the endpoint answered one. */
    readonly status: number | null;
    /** Why the check failed, as a code. */
    readonly failure: Failure;
    /** Why the check failed, in plain words and on one line. */
    readonly reason: string;
    /** Whether the check was aborted while it waited for what the reason says. */
    readonly waited?: true;
  };

/** The result of one check. */
export interface Result {
  readonly endpoint: Endpoint;
  readonly outcome: Outcome;
  /** When the check started. */
  readonly startedAt: Instant;
  /** How long the check took. */
  readonly duration: Seconds;
  /** How long ago the check started, if this is a kept success. */
  readonly age?: Seconds;
  /** What the check did, if it was traced. */
  readonly phases?: readonly Phase[];
}

/** The results of one round, in the order of the arguments. */
export interface Report {
  /** Whether every required endpoint is ok: whether traffic may come in. */
  readonly ready: boolean;
  /** When the round was requested; no check started earlier. */
  readonly startedAt: Instant;
  readonly results: readonly Result[];
}

/** Adds the server's certificate to an outcome, if there is one. */
export function withCertificate(outcome: Outcome, certificate: Certificate | undefined): Outcome {
  return certificate === undefined ? outcome : { ...outcome, certificate };
}

/**
 * Adds to a success what a person should look at soon, as of a date: a kept success may need a warning
 * that its check did not need. A warning never makes a failure.
 *
 * @param date The present, by the wall clock.
 */
export function withWarning(outcome: Outcome, date: Date): Outcome {
  if (!outcome.ok || outcome.certificate === undefined || outcome.warnFrom === undefined) {
    return outcome;
  }
  if (date <= outcome.warnFrom) return outcome;
  return { ...outcome, warning: expiryInWords(outcome.certificate, date) };
}

/** Says what a check found: `status 200, certificate expires in 9 d`, or the reason of its failure. */
export function outcomeInWords(outcome: Outcome): string {
  if (!outcome.ok) return outcome.reason;
  return outcome.warning === undefined ? outcome.found : `${outcome.found}, ${outcome.warning}`;
}

/**
 * Reports whether a check or a round started before the last one that counted. Overlapping ones end in
 * any order, and the one that started last decides.
 *
 * @param last `undefined` if none counted yet.
 */
export function isOlder(
  { startedAt }: Pick<Result, "startedAt">,
  last: Pick<Result, "startedAt"> | undefined,
): boolean {
  return last !== undefined && startedAt.ms < last.startedAt.ms;
}

/** Creates the report of a round from its results. */
export function reportOf(startedAt: Instant, results: readonly Result[]): Report {
  const ready = results.every(({ endpoint, outcome }) => outcome.ok || endpoint.optional);
  return { ready, startedAt, results };
}

/** The severities, worst first; `warn` is an optional endpoint that failed, or a success with a warning. */
export const SEVERITIES = ["fail", "warn", "ok"] as const;
/** How bad a result is. */
export type Severity = (typeof SEVERITIES)[number];

/** The severity of a result. */
export function severityOf({ endpoint, outcome }: Result): Severity {
  if (outcome.ok) return outcome.warning === undefined ? "ok" : "warn";
  return endpoint.optional ? "warn" : "fail";
}

/**
 * Sorts results for people: failures, failures of optional endpoints, warnings, and the rest; each in the
 * order given.
 */
export function worstFirst(results: readonly Result[]): Result[] {
  const rank = (result: Result): number =>
    2 * SEVERITIES.indexOf(severityOf(result)) + Number(result.outcome.ok);
  return results.toSorted((a, b) => rank(a) - rank(b));
}
