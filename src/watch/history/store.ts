/** @module The file of the history. */
import { DatabaseSync, type StatementSync } from "node:sqlite";
import type { Milliseconds, Seconds } from "../../process/duration.ts";
import { sleep } from "../../process/sleep.ts";
import { assertVersion, HistoryError, historyError, prepare } from "./schema.ts";
import type { Outage } from "../outages.ts";
import type { Records, Watched } from "./summary.ts";

/** How long to wait for another process to release the file. */
const LOCK_WAIT_MS: Milliseconds = 500;
/** How long SQLite waits for a lock on its tables. */
const BUSY_MS: Milliseconds = 1000;
/** The rows of each table that are removed at a time. */
const MAX_PRUNED = 50;

/** An outage that is ongoing according to the file. */
export interface OpenOutage extends Outage {
  /** Whether a notice of its opening was sent. */
  readonly notified: boolean;
}

interface OutageRow {
  endpoint: string;
  begin: number;
  end: number | null;
  first_reason: string;
  last_reason: string;
  told: number;
}

/**
 * The history of a watch in an SQLite file with a write-ahead log. A write is durable when the call
 * returns, and `kill -9` leaves a file that opens. The file holds times in milliseconds since the
 * epoch.
 *
 * Every method throws what SQLite throws. After a full disk has space again, the next call
 * succeeds.
 */
export class HistoryStore {
  readonly #db: DatabaseSync;
  readonly #lock: Deno.FsFile | undefined;
  readonly #extend: StatementSync;
  readonly #insertOutage: StatementSync;
  readonly #updateOutage: StatementSync;
  readonly #markNotified: StatementSync;
  readonly #prune: readonly StatementSync[];
  /** The row of the current time of watching, and the time of its last round. */
  #current: { readonly id: number | bigint; lastMs: Milliseconds } | undefined;

  private constructor(db: DatabaseSync, lock?: Deno.FsFile) {
    this.#db = db;
    this.#lock = lock;
    this.#extend = db.prepare("UPDATE watched SET end = ? WHERE id = ?");
    this.#insertOutage = db.prepare(
      "INSERT OR IGNORE INTO outage (endpoint, begin, end, first_reason, last_reason) VALUES (?, ?, ?, ?, ?)",
    );
    this.#updateOutage = db.prepare(
      "UPDATE outage SET end = ?, last_reason = ? WHERE endpoint = ? AND begin = ?",
    );
    this.#markNotified = db.prepare("UPDATE outage SET told = 1 WHERE endpoint = ? AND begin = ?");
    this.#prune = ["outage", "watched"].map((table) =>
      db.prepare(
        `DELETE FROM ${table} WHERE id IN (SELECT id FROM ${table} WHERE end < ? LIMIT ${MAX_PRUNED})`,
      )
    );
  }

  /**
   * Opens or creates the file, and locks it: only one process may write it.
   *
   * @throws {HistoryError} if the file cannot be used, or another process writes it.
   */
  static async open(path: string): Promise<HistoryStore> {
    let lock: Deno.FsFile | undefined;
    let db: DatabaseSync | undefined;
    try {
      lock = await Deno.open(path, { read: true, write: true, create: true });
      // SQLite uses fcntl locks, which do not conflict with this one.
      const locked = lock.lock(true).then(() => true);
      if (!await Promise.race([locked, sleep(LOCK_WAIT_MS).then(() => false)])) {
        throw new HistoryError("another process writes the file");
      }
      db = new DatabaseSync(path, { timeout: BUSY_MS });
      prepare(db);
      return new HistoryStore(db, lock);
    } catch (error) {
      db?.close();
      lock?.close();
      throw historyError(error);
    }
  }

  /**
   * Reads the whole file, even while a watch writes it.
   *
   * @throws {HistoryError} if it cannot be read.
   */
  static read(path: string): Records {
    let db: DatabaseSync | undefined;
    try {
      db = new DatabaseSync(path, { readOnly: true, timeout: BUSY_MS });
      assertVersion(db);
      return recordOf(db);
    } catch (error) {
      throw historyError(error);
    } finally {
      db?.close();
    }
  }

  /** Returns the ongoing outages. */
  openOutages(): OpenOutage[] {
    const rows = this.#db.prepare("SELECT * FROM outage WHERE end IS NULL").all();
    return (rows as unknown as OutageRow[]).map((row) => ({
      ...outageOf(row),
      notified: row.told !== 0,
    }));
  }

  /**
   * Records that endpoints are watched now, and have been since the last call.
   *
   * @param endpoints Their names, the same in each call.
   * @param maxGap If the last call is longer ago, the time in between does not count as watched.
   */
  watched(now: Date, endpoints: readonly string[], maxGap: Seconds): void {
    const nowMs = now.getTime();
    if (this.#current !== undefined && Math.abs(nowMs - this.#current.lastMs) <= maxGap * 1000) {
      this.#extend.run(nowMs, this.#current.id);
      this.#current.lastMs = nowMs;
      return;
    }
    const { lastInsertRowid: id } = this.#db
      .prepare("INSERT INTO watched (begin, end, endpoints) VALUES (?, ?, ?)")
      .run(nowMs, nowMs, JSON.stringify(endpoints));
    this.#current = { id, lastMs: nowMs };
  }

  /** Inserts an outage, or updates its end and its last reason. */
  enter({ endpoint, begin, end, firstReason, lastReason }: Outage): void {
    const endMs = end?.getTime() ?? null;
    this.#insertOutage.run(endpoint, begin.getTime(), endMs, firstReason, lastReason);
    this.#updateOutage.run(endMs, lastReason, endpoint, begin.getTime());
  }

  /** Records that a notice of an outage's opening was sent. */
  markNotified({ endpoint, begin }: Outage): void {
    this.#markNotified.run(endpoint, begin.getTime());
  }

  /** Removes at most 50 outages, and 50 times of watching, that ended before this time. */
  prune(before: Date): void {
    for (const statement of this.#prune) statement.run(before.getTime());
  }

  /** Returns everything. */
  record(): Records {
    return recordOf(this.#db);
  }

  /** Closes the file and releases its lock. */
  close(): void {
    this.#db.close();
    this.#lock?.close();
  }
}

function recordOf(db: DatabaseSync): Records {
  const outages = db.prepare("SELECT * FROM outage ORDER BY begin").all() as unknown as OutageRow[];
  const watched = db.prepare("SELECT begin, end, endpoints FROM watched ORDER BY begin").all() as {
    begin: number;
    end: number;
    endpoints: string;
  }[];
  return {
    outages: outages.map(outageOf),
    watched: watched.map(({ begin, end, endpoints }): Watched => ({
      begin: new Date(begin),
      end: new Date(end),
      endpoints: JSON.parse(endpoints),
    })),
  };
}

function outageOf(row: OutageRow): Outage {
  return {
    endpoint: row.endpoint,
    begin: new Date(row.begin),
    end: row.end === null ? null : new Date(row.end),
    firstReason: row.first_reason,
    lastReason: row.last_reason,
  };
}
