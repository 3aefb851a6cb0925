import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Milliseconds } from "../../../process/time/duration.ts";
import type { Span } from "../summary/summary.ts";
import type { Batch, RecordedOutage, ResponseTimes } from "../history_file.ts";

/** The rows of each table that are removed at a time. */
const MAX_PRUNED = 50;

/** Response times are kept only as far from the newest as the page looks back, and a little more. */
const RESPONSES_MS: Milliseconds = 25 * 3_600_000;

/** The names of a batch, as JSON. */
interface Names {
  readonly endpoints: string;
  readonly optional: string;
}

/** Writes batches. Each is one transaction, so the file holds all of it or nothing. */
export class HistoryWriter {
  readonly #db: DatabaseSync;
  readonly #enter: StatementSync;
  readonly #join: StatementSync;
  readonly #insert: StatementSync;
  readonly #extend: StatementSync;
  readonly #overlapping: StatementSync;
  readonly #prune: readonly StatementSync[];
  readonly #trim: StatementSync;
  readonly #enterResponse: StatementSync;
  readonly #pruneResponses: StatementSync;
  /** The last row of `watched` that this writer wrote. */
  #last: { readonly id: number | bigint; readonly endMs: Milliseconds } | undefined;

  /** @param db An open file of the current layout. */
  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#enter = db.prepare(
      `INSERT INTO outage
         (endpoint, begin, end, first_failure, first_reason, last_failure, last_reason, told,
          first_begin)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (endpoint, begin) DO UPDATE SET
           end = excluded.end, last_failure = excluded.last_failure,
           last_reason = excluded.last_reason, told = max(told, excluded.told),
           first_begin = excluded.first_begin`,
    );
    // What began within an outage of its endpoint is the same one, as another watch saw it.
    this.#join = db.prepare(
      `DELETE FROM outage WHERE endpoint = ? AND end IS NULL AND begin > ? AND begin < ?`,
    );
    this.#insert = db.prepare(
      "INSERT INTO watched (begin, end, endpoints, optional) VALUES (?, ?, ?, ?)",
    );
    this.#extend = db.prepare("UPDATE watched SET end = ? WHERE id = ? AND end = ?");
    this.#overlapping = db.prepare(
      "SELECT begin, end FROM watched WHERE end > ? AND begin < ? ORDER BY begin",
    );
    this.#prune = ["outage", "watched"].map((table) =>
      db.prepare(
        `DELETE FROM ${table} WHERE id IN (SELECT id FROM ${table} WHERE end < ? LIMIT ${MAX_PRUNED})`,
      )
    );
    this.#trim = db.prepare("UPDATE watched SET begin = ? WHERE begin < ? AND end >= ?");
    this.#enterResponse = db.prepare(
      `INSERT INTO response (endpoint, begin, p50_us, worst_us, worst_at) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET p50_us = excluded.p50_us, worst_us = excluded.worst_us,
           worst_at = excluded.worst_at`,
    );
    // Those of the future are from before the wall clock was set back.
    this.#pruneResponses = db.prepare("DELETE FROM response WHERE begin < ? OR begin > ?");
  }

  /** @throws what SQLite throws; then nothing was written. */
  write({ outages, watched, responses, endpoints, optional, pruneBefore }: Batch): void {
    const pruneMs = pruneBefore.getTime();
    const last = this.#last;
    this.#db.exec("BEGIN IMMEDIATE");
    try {
      for (const outage of outages) this.#writeOutage(outage);
      const names = { endpoints: JSON.stringify(endpoints), optional: JSON.stringify(optional) };
      for (const span of watched) this.#writeWatched(span, names);
      this.#writeResponses(responses, pruneMs);
      for (const statement of this.#prune) statement.run(pruneMs);
      // A process that runs for a year has one row. It must not count as up before the oldest outage.
      this.#trim.run(pruneMs, pruneMs, pruneMs);
      this.#db.exec("COMMIT");
    } catch (error) {
      this.#last = last;
      this.#rollBack();
      throw error;
    }
  }

  #writeOutage(outage: RecordedOutage): void {
    const { endpoint, begin, parts, notified, ...why } = outage;
    for (const part of parts ?? [outage]) {
      const [beginMs, endMs] = [part.begin.getTime(), part.end?.getTime() ?? null];
      this.#enter.run(
        endpoint,
        beginMs,
        endMs,
        why.firstFailure,
        why.firstReason,
        why.lastFailure,
        why.lastReason,
        Number(notified),
        parts === undefined ? null : begin.getTime(),
      );
      this.#join.run(endpoint, beginMs, endMs ?? Number.MAX_SAFE_INTEGER);
    }
  }

  #writeResponses(responses: readonly ResponseTimes[], pruneMs: Milliseconds): void {
    if (responses.length === 0) return;
    for (const { endpoint, begin, p50, worst, worstAt } of responses) {
      const [p50Us, worstUs] = [p50, worst].map((time) => Math.round(time * 1e6));
      this.#enterResponse.run(
        endpoint,
        begin.getTime(),
        p50Us ?? 0,
        worstUs ?? 0,
        worstAt.getTime(),
      );
    }
    const lastMs = responses.at(-1)?.begin.getTime() ?? 0;
    this.#pruneResponses.run(Math.max(pruneMs, lastMs - RESPONSES_MS), lastMs + RESPONSES_MS);
  }

  /**
   * Writes the part of a span that no row holds: when the wall clock was set back, the same hour comes
   * twice, and must not count twice.
   */
  #writeWatched({ begin, end }: Span, names: Names): void {
    let fromMs = begin.getTime();
    const toMs = end.getTime();
    const rows = this.#overlapping.all(fromMs, toMs) as { begin: number; end: number }[];
    for (const row of rows) {
      if (row.begin > fromMs) this.#writePiece(fromMs, row.begin, names);
      fromMs = Math.max(fromMs, row.end);
    }
    if (toMs > fromMs || rows.length === 0) this.#writePiece(fromMs, toMs, names);
  }

  #writePiece(beginMs: Milliseconds, endMs: Milliseconds, names: Names): void {
    if (this.#last?.endMs === beginMs) {
      const { changes } = this.#extend.run(endMs, this.#last.id, beginMs);
      if (Number(changes) > 0) {
        this.#last = { id: this.#last.id, endMs };
        return;
      }
    }
    const { endpoints, optional } = names;
    const { lastInsertRowid: id } = this.#insert.run(beginMs, endMs, endpoints, optional);
    this.#last = { id, endMs };
  }

  #rollBack(): void {
    try {
      this.#db.exec("ROLLBACK");
    } catch {
      // SQLite itself rolls back after some failures, such as a full disk.
    }
  }
}
