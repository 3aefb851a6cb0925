/** @module Reading the file of the history. */
import { DatabaseSync, type StatementSync } from "node:sqlite";
import type { Milliseconds } from "../../../process/time/duration.ts";
import type { RecordedOutage, ResponseTimes } from "../history_file.ts";
import type { Part } from "../../outage.ts";
import type { OutageRecord, Records, WatchedRecord } from "../records.ts";
import { namesOf, type OutageRow, recordOf, rowsOf, timeOf, type WatchedRow } from "./rows.ts";
import {
  assertReadable,
  FAILURES_SINCE,
  historyError,
  OPTIONAL_SINCE,
  PARTS_SINCE,
  versionOf,
} from "./schema.ts";
import { summarize, type SummarizeOptions } from "../summary/summarize.ts";
import type { Span, Summary } from "../summary/summary.ts";

/** The rows that are read at a time: all of a large history would take much memory. */
const PAGE_ROWS = 200;

/** How far back response times are shown. */
const DAY_MS: Milliseconds = 86_400_000;
/** What is watched by a clock that was set back by more is not shown until the clock is there again. */
const MAX_AHEAD_MS: Milliseconds = DAY_MS;

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
    return new HistoryReader(db).summarize(options);
  } catch (error) {
    throw historyError(error);
  } finally {
    db?.close();
  }
}

/**
 * Reads an open file. Every method throws what SQLite throws, and a {@linkcode HistoryError} if the file
 * holds what no watch writes.
 *
 * Each statement is prepared once. `node:sqlite` frees a statement only when V8 collects it, and reading
 * allocates too little for V8 to do so.
 */
export class HistoryReader {
  readonly #db: DatabaseSync;
  readonly #ongoing: StatementSync;
  readonly #ended: StatementSync;
  readonly #watched: StatementSync;
  readonly #newest: StatementSync;
  /** When the longest check started, in SQL. */
  readonly #worstAt: string;
  #responses: StatementSync | undefined;
  #parts: StatementSync | undefined;

  /** @param db An open file of this layout, or of an older one, which is not migrated. */
  constructor(db: DatabaseSync) {
    this.#db = db;
    const version = versionOf(db);
    const failures = version < FAILURES_SINCE ? "NULL, NULL" : "first_failure, last_failure";
    const firstBegin = version < PARTS_SINCE ? "NULL" : "first_begin";
    const columns =
      `id, endpoint, begin, end, first_reason, last_reason, ${failures}, ${firstBegin}`;
    this.#worstAt = version < PARTS_SINCE ? "begin" : "coalesce(worst_at, begin)";
    const optional = version < OPTIONAL_SINCE ? "'[]'" : "optional";
    this.#ongoing = db.prepare(
      `SELECT json_group_array(json_array(${columns}, told)) AS rows
         FROM (SELECT * FROM outage WHERE end IS NULL ORDER BY begin)`,
    );
    // The index of `end` gives them in this order.
    this.#ended = db.prepare(
      `SELECT json_group_array(json_array(${columns})) AS rows
         FROM (SELECT * FROM outage WHERE end > ? AND begin < ? AND (end, id) < (?, ?)
                 ORDER BY end DESC, id DESC LIMIT ${PAGE_ROWS})`,
    );
    // A file that was removed when the clock had been set back may hold only the outage.
    this.#newest = db.prepare(
      `SELECT max(end) AS end FROM (SELECT end FROM watched UNION ALL SELECT end FROM outage)
         WHERE end > ? AND end <= ?`,
    );
    this.#watched = db.prepare(
      `SELECT json_group_array(json_array(id, begin, end, endpoints, ${optional})) AS rows
         FROM (SELECT * FROM watched WHERE id > ? ORDER BY id LIMIT ${PAGE_ROWS})`,
    );
  }

  /** Reads the ongoing outages, oldest first. */
  ongoing(): RecordedOutage[] {
    return rowsOf<OutageRow>(this.#ongoing).map((row) => {
      const { begin, firstBegin, ...rest } = recordOf(row);
      const outage = { ...rest, end: null, notified: row[9] !== 0 };
      if (firstBegin === undefined) return { ...outage, begin: new Date(begin) };
      const parts = this.#readParts(rest.endpoint, firstBegin);
      return { ...outage, begin: new Date(firstBegin), parts };
    });
  }

  /**
   * Summarizes a span that ends at the present. What was watched or down later, by a clock that was set back
   * since, belongs to it.
   */
  summarize({ span, ...options }: SummarizeOptions): Summary[] {
    const now = span.end.getTime();
    const { end } = this.#newest.get(now, now + MAX_AHEAD_MS) as { end: Milliseconds | null };
    const whole = { begin: span.begin, end: new Date(end ?? now) };
    return summarize(this.records(whole, span.end), { now: span.end, ...options, span: whole });
  }

  /**
   * Returns the outages that overlap a span or are ongoing, and every time of watching. They are read
   * little by little while they are iterated, so they can be of any number.
   *
   * @param now The present, if the span ends after it.
   */
  records(span: Span, now: Date = span.end): Records {
    return { outages: this.#readOutages(span, now), watched: this.#readWatched() };
  }

  /**
   * Reads how long the checks of an endpoint took in the last 24 hours, oldest first.
   *
   * @param end The present.
   */
  responses(endpoint: string, end: Date): ResponseTimes[] {
    // A file of an older layout has none.
    this.#responses ??= this.#db.prepare(
      `SELECT begin, p50_us, worst_us, ${this.#worstAt} AS worst_at FROM response
         WHERE endpoint = ? AND begin > ? AND begin <= ? ORDER BY begin`,
    );
    const rows = this.#responses.all(endpoint, end.getTime() - DAY_MS, end.getTime());
    return (rows as Record<"begin" | "p50_us" | "worst_us" | "worst_at", number>[]).map((row) => ({
      endpoint,
      begin: new Date(row.begin),
      p50: row.p50_us / 1e6,
      worst: row.worst_us / 1e6,
      worstAt: new Date(row.worst_at),
    }));
  }

  #readParts(endpoint: string, firstBegin: Milliseconds): Part[] {
    this.#parts ??= this.#db.prepare(
      `SELECT json_group_array(json_array(begin, end)) AS rows
         FROM (SELECT * FROM outage WHERE endpoint = ? AND first_begin = ? ORDER BY id)`,
    );
    const rows = rowsOf<[number, number | null]>(this.#parts, endpoint, firstBegin);
    return rows.map(([begin, end]) => ({
      begin: new Date(timeOf(begin)),
      end: end === null ? null : new Date(timeOf(end)),
    }));
  }

  *#readOutages(span: Span, now: Date): Generator<OutageRecord> {
    const isAhead = span.end > now;
    if (isAhead) yield* this.#readEnded({ begin: now, end: span.end }, Number.MAX_SAFE_INTEGER);
    for (const row of rowsOf<OutageRow>(this.#ongoing).reverse()) yield recordOf(row);
    yield* this.#readEnded(span, isAhead ? now.getTime() + 1 : Number.MAX_SAFE_INTEGER);
  }

  /** Reads the outages that overlap a span and ended before a time. */
  *#readEnded({ begin, end }: Span, beforeMs: Milliseconds): Generator<OutageRecord> {
    let [lastEnd, lastId] = [beforeMs, 0];
    for (;;) {
      const span = [begin.getTime(), end.getTime()];
      const rows = rowsOf<OutageRow>(this.#ended, ...span, lastEnd, lastId);
      for (const row of rows) yield recordOf(row);
      const last = rows.at(-1);
      if (last === undefined || rows.length < PAGE_ROWS) return;
      [lastEnd, lastId] = [last[3] ?? 0, last[0]];
    }
  }

  *#readWatched(): Generator<WatchedRecord> {
    // Most rows have the same endpoints.
    const known = new Map<string, readonly string[]>();
    const listOf = (text: string): readonly string[] => {
      const names = known.get(text) ?? namesOf(text);
      known.set(text, names);
      return names;
    };
    let lastId = 0;
    for (;;) {
      const rows = rowsOf<WatchedRow>(this.#watched, lastId);
      for (const [, begin, end, endpoints, optional] of rows) {
        yield {
          begin: timeOf(begin),
          end: timeOf(end),
          endpoints: listOf(endpoints),
          optional: listOf(optional),
        };
      }
      const last = rows.at(-1);
      if (last === undefined || rows.length < PAGE_ROWS) return;
      lastId = last[0];
    }
  }
}
