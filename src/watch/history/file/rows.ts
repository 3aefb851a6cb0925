/** @module The rows of the file of the history, and what they say. */
import type { StatementSync } from "node:sqlite";
import { type Failure, FAILURES } from "../../../check/failure.ts";
import type { Milliseconds } from "../../../process/time/duration.ts";
import type { OutageRecord } from "../records.ts";
import { DAMAGED, HistoryError } from "./schema.ts";

/** The time furthest from the epoch that a `Date` can hold. */
const MAX_TIME_MS: Milliseconds = 8.64e15;

/** A row of `outage`. Only an ongoing one has `told`. */
export type OutageRow = readonly [
  id: number,
  endpoint: unknown,
  begin: unknown,
  end: number | null,
  firstReason: unknown,
  lastReason: unknown,
  firstFailure: unknown,
  lastFailure: unknown,
  firstBegin: number | null,
  told?: unknown,
];
/** A row of `watched`: id, begin, end, endpoints, optional. */
export type WatchedRow = readonly [number, unknown, unknown, string, string];

/**
 * Reads the rows of a page as one text. With `iterate()`, which makes an object of each row, 120,000
 * outages take 278 ms instead of 98, and 5 MiB more.
 */
export function rowsOf<Row>(
  page: StatementSync,
  ...parameters: readonly (number | string)[]
): Row[] {
  const { rows } = page.get(...parameters) as { rows: string };
  return JSON.parse(rows);
}

/**
 * Converts a row of `outage`.
 *
 * @throws {HistoryError} if it holds what no watch writes.
 */
export function recordOf(
  [, endpoint, begin, end, firstReason, lastReason, firstFailure, lastFailure, first]: OutageRow,
): OutageRecord {
  return {
    ...(first === null ? {} : { firstBegin: timeOf(first) }),
    endpoint: textOf(endpoint),
    begin: timeOf(begin),
    end: end === null ? null : timeOf(end),
    firstFailure: failureOf(firstFailure),
    firstReason: textOf(firstReason),
    lastFailure: failureOf(lastFailure),
    lastReason: textOf(lastReason),
  };
}

/** Returns a code; `other` if there is none, or one that only a newer version knows. */
function failureOf(value: unknown): Failure {
  return FAILURES.find((failure) => failure === value) ?? "other";
}

function textOf(value: unknown): string {
  if (typeof value !== "string") throw new HistoryError(DAMAGED);
  return value;
}

/** Verifies that a `Date` can hold a time. */
export function timeOf(value: unknown): Milliseconds {
  if (typeof value !== "number" || Math.abs(value) > MAX_TIME_MS) throw new HistoryError(DAMAGED);
  return value;
}

/**
 * Parses a list of names.
 *
 * @throws {HistoryError} if it is none.
 */
export function namesOf(text: string): string[] {
  let names: unknown;
  try {
    names = JSON.parse(text);
  } catch {
    throw new HistoryError(DAMAGED);
  }
  if (Array.isArray(names) && names.every((name) => typeof name === "string")) return names;
  throw new HistoryError(DAMAGED);
}
