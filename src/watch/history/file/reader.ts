/** @module Reading the file of the history. */
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { type Failure, FAILURES } from "../../../check/failure.ts";
import type { Milliseconds } from "../../../process/time/duration.ts";
import type { RecordedOutage } from "../history_file.ts";
import type { OutageRecord, Records, WatchedRecord } from "../records.ts";
import {
  assertReadable,
  DAMAGED,
  hasFailures,
  hasOptional,
  HistoryError,
  historyError,
} from "./schema.ts";
import { statementOf } from "./statements.ts";
import { summarize, type SummarizeOptions } from "../summary/summarize.ts";
import type { Span, Summary } from "../summary/summary.ts";

/** The rows that are read at a time: all of a large history would take much memory. */
const PAGE_ROWS = 200;
/** The time furthest from the epoch that a `Date` can hold. */
const MAX_TIME_MS: Milliseconds = 8.64e15;

/** A row of `outage`: {@linkcode outageColumns}, and `told` for an ongoing one. */
type OutageRow = readonly [
  id: number,
  endpoint: unknown,
  begin: unknown,
  end: number | null,
  firstReason: unknown,
  lastReason: unknown,
  firstFailure: unknown,
  lastFailure: unknown,
  told?: unknown,
];
/** A row of `watched`: id, begin, end, endpoints, optional. */
type WatchedRow = readonly [number, unknown, unknown, string, string];

/**
 * Summarizes a file, even while a watch writes it.
 *
 * @throws {HistoryError} if it cannot be read.
 */
export function summarizeFile(path: string, options: SummarizeOptions): Summary[] {
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(path, { readOnly: true, timeout: 1000 });
    // All pages are of the same moment.
    db.exec("BEGIN");
    assertReadable(db);
    return summarize(readRecords(db, options.span), options);
  } catch (error) {
    throw historyError(error);
  } finally {
    db?.close();
  }
}

/**
 * Reads the outages that overlap a span or are ongoing, and every time of watching.
 *
 * @returns The outages are read little by little while they are iterated, so they can be of any number.
 * @throws {HistoryError} if the file holds what no watch writes.
 * @throws what SQLite throws.
 */
export function readRecords(db: DatabaseSync, span: Span): Records {
  return { outages: readOutages(db, span), watched: readWatched(db) };
}

/** Reads the ongoing outages, oldest first. It throws as {@linkcode readRecords} does. */
export function readOpenOutages(db: DatabaseSync): RecordedOutage[] {
  return openRows(db).map((row) => {
    const { begin, ...rest } = recordOf(row);
    return { ...rest, begin: new Date(begin), end: null, notified: row[8] !== 0 };
  });
}

/** The columns of a row. A file that is only read is not migrated. */
function outageColumns(db: DatabaseSync): string {
  const failures = hasFailures(db) ? "first_failure, last_failure" : "NULL, NULL";
  return `id, endpoint, begin, end, first_reason, last_reason, ${failures}`;
}

function openRows(db: DatabaseSync): OutageRow[] {
  return rowsOf(statementOf(
    db,
    `SELECT json_group_array(json_array(${outageColumns(db)}, told)) AS rows
       FROM (SELECT * FROM outage WHERE end IS NULL ORDER BY begin)`,
  ));
}

function* readOutages(db: DatabaseSync, { begin, end }: Span): Generator<OutageRecord> {
  for (const row of openRows(db).reverse()) yield recordOf(row);
  // The index of `end` gives them in this order.
  const page = statementOf(
    db,
    `SELECT json_group_array(json_array(${outageColumns(db)})) AS rows
       FROM (SELECT * FROM outage WHERE end > ? AND begin < ? AND (end, id) < (?, ?)
               ORDER BY end DESC, id DESC LIMIT ${PAGE_ROWS})`,
  );
  let last: OutageRow | undefined;
  for (;;) {
    const [lastId = 0, , , lastEnd = Number.MAX_SAFE_INTEGER] = last ?? [];
    const rows = rowsOf<OutageRow>(page, begin.getTime(), end.getTime(), lastEnd ?? 0, lastId);
    for (const row of rows) yield recordOf(row);
    last = rows.at(-1);
    if (rows.length < PAGE_ROWS) return;
  }
}

function* readWatched(db: DatabaseSync): Generator<WatchedRecord> {
  const optional = hasOptional(db) ? "optional" : "'[]'";
  const page = statementOf(
    db,
    `SELECT json_group_array(json_array(id, begin, end, endpoints, ${optional})) AS rows
       FROM (SELECT * FROM watched WHERE id > ? ORDER BY id LIMIT ${PAGE_ROWS})`,
  );
  // Most rows have the same endpoints.
  const known = new Map<string, readonly string[]>();
  const listOf = (text: string): readonly string[] => {
    const names = known.get(text) ?? namesOf(text);
    known.set(text, names);
    return names;
  };
  let last: WatchedRow | undefined;
  for (;;) {
    const rows = rowsOf<WatchedRow>(page, last?.[0] ?? 0);
    for (const [, begin, end, endpoints, optional] of rows) {
      yield {
        begin: timeOf(begin),
        end: timeOf(end),
        endpoints: listOf(endpoints),
        optional: listOf(optional),
      };
    }
    last = rows.at(-1);
    if (rows.length < PAGE_ROWS) return;
  }
}

/**
 * Reads the rows of a page as one text. As objects, a hundred thousand rows take 100 MiB, because no
 * garbage is collected before all are read.
 */
function rowsOf<Row>(page: StatementSync, ...parameters: readonly number[]): Row[] {
  const { rows } = page.get(...parameters) as { rows: string };
  return JSON.parse(rows);
}

function recordOf(
  [, endpoint, begin, end, firstReason, lastReason, firstFailure, lastFailure]: OutageRow,
): OutageRecord {
  return {
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
function timeOf(value: unknown): Milliseconds {
  if (typeof value !== "number" || Math.abs(value) > MAX_TIME_MS) throw new HistoryError(DAMAGED);
  return value;
}

function namesOf(text: string): string[] {
  let names: unknown;
  try {
    names = JSON.parse(text);
  } catch {
    throw new HistoryError(DAMAGED);
  }
  if (Array.isArray(names) && names.every((name) => typeof name === "string")) return names;
  throw new HistoryError(DAMAGED);
}
