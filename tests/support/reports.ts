import { reportOf } from "../../src/check/report.ts";
import { parseEndpoints } from "../../src/endpoint/parse.ts";
import type { Endpoint } from "../../src/check/endpoint.ts";
import type { Outcome, Report, Result } from "../../src/check/report.ts";

// Reports without checks. The time is the epoch, and every check took 12.3 ms of 5 s.

export const OK: Outcome = { ok: true, status: 200 };
export const REFUSED: Outcome = { ok: false, status: null, reason: "connection refused" };

/** The result of one endpoint. */
export function resultOf(endpoint: Endpoint, outcome: Outcome): Result {
  return { endpoint, outcome, startedAt: new Date(0), duration: 0.0123 };
}

/** The report of these ENDPOINT arguments, each with what was found. */
export async function report(found: Readonly<Record<string, Outcome>>): Promise<Report> {
  const endpoints = await parseEndpoints(Object.keys(found), 5);
  const outcomes = Object.values(found);
  return reportOf(
    new Date(0),
    endpoints.map((endpoint, index) => resultOf(endpoint, outcomes[index] ?? OK)),
  );
}
