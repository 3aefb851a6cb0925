/** @module Reports without checks. Their time is the epoch; every check took 12.3 ms of 5 s. */
import type { Certificate } from "../../src/check/certificate.ts";
import type { Instant } from "../../src/process/time/clock.ts";
import { reportOf } from "../../src/check/report.ts";
import { parseEndpoints } from "../../src/endpoint/parse.ts";
import type { Endpoint } from "../../src/check/endpoint.ts";
import type { Outcome, Report, Result } from "../../src/check/report.ts";

/** A check that succeeded. */
export const OK: Outcome & { ok: true } = { ok: true, status: 200, found: "status 200" };
/** A check that failed. */
export const REFUSED: Outcome = {
  ok: false,
  status: null,
  failure: "refused",
  reason: "connection refused",
};

/** A certificate that expires 9.5 days after the epoch. */
export const CERTIFICATE: Certificate = {
  expires: new Date(9.5 * 86_400_000),
  issuer: "Example CA",
  subject: "app.example",
};
/** A check that succeeded with a warning. */
export const WARNED: Outcome = {
  ...OK,
  warning: "certificate expires in 9 d",
  certificate: CERTIFICATE,
};

/** Returns the instant this many seconds after the start of both clocks. */
export function at(second: number): Instant {
  return { date: new Date(second * 1000), ms: second * 1000 };
}

/** Creates the result of a check. */
export function resultOf(endpoint: Endpoint, outcome: Outcome): Result {
  return { endpoint, outcome, startedAt: at(0), duration: 0.0123 };
}

/** Creates a report from the outcomes of ENDPOINT arguments. */
export async function report(found: Readonly<Record<string, Outcome>>): Promise<Report> {
  const endpoints = await parseEndpoints(Object.keys(found), 5);
  const outcomes = Object.values(found);
  return reportOf(
    at(0),
    endpoints.map((endpoint, index) => resultOf(endpoint, outcomes[index] ?? OK)),
  );
}
