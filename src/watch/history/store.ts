import { DatabaseSync, type StatementSync } from "node:sqlite";
import type { Milliseconds } from "../../process/duration.ts";
import { sleep } from "../../process/sleep.ts";
import { assertVersion, HistoryError, historyError, prepare } from "./schema.ts";
import type { Outage } from "../outages.ts";
import type { Records, Watched } from "./summary.ts";

/** How long to wait for another process to release the file. */
const LOCK_WAIT_MS: Milliseconds = 500;
/** How many entries are removed at a time. */
const PRUNED = 50;

/** An open outage as the file has it. */
export interface OpenOutage extends Outage {
  /** Whether a message about its beginning was sent. */
  readonly told: boolean;
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
 * What a watch remembers, in a file of SQLite with a write-ahead log: what is written is there when the
 * call returns, and `kill -9` leaves a file that opens. Times are milliseconds since the epoch.
 *
 * Every method throws what SQLite throws; a full disk that has room again needs nothing but the next
 * call.
 */
export class HistoryStore {
  readonly #db: DatabaseSync;
  readonly #lock: Deno.FsFile | undefined;
  readonly #extend: StatementSync;
  readonly #insertOutage: StatementSync;
  readonly #updateOutage: StatementSync;
  readonly #tell: StatementSync;
  readonly #prune: readonly StatementSync[];
  /** The entry of what is being watched, and the milliseconds until when it was. */
  #run: { readonly id: number | bigint; seen: number } | undefined;

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
    this.#tell = db.prepare("UPDATE outage SET told = 1 WHERE endpoint = ? AND begin = ?");
    this.#prune = ["outage", "watched"].map((table) =>
      db.prepare(
        `DELETE FROM ${table} WHERE id IN (SELECT id FROM ${table} WHERE end < ? LIMIT ${PRUNED})`,
      )
    );
  }

  /**
   * Opens or makes the file, for this process alone to write.
   *
   * Rejects with a HistoryError.
   */
  static async open(path: string): Promise<HistoryStore> {
    let lock: Deno.FsFile | undefined;
    let db: DatabaseSync | undefined;
    try {
      lock = await Deno.open(path, { read: true, write: true, create: true });
      // SQLite's own locks are of another sort and are not in the way of this one.
      const locked = lock.lock(true).then(() => true);
      if (!await Promise.race([locked, sleep(LOCK_WAIT_MS).then(() => false)])) {
        throw new HistoryError("another process writes the file");
      }
      db = new DatabaseSync(path, { timeout: 1000 });
      prepare(db);
      return new HistoryStore(db, lock);
    } catch (error) {
      db?.close();
      lock?.close();
      throw historyError(error);
    }
  }

  /**
   * Opens the file to read it, also while a watch writes it.
   *
   * @throws {HistoryError} if it cannot be read.
   */
  static read(path: string): Records {
    let db: DatabaseSync | undefined;
    try {
      db = new DatabaseSync(path, { readOnly: true, timeout: 1000 });
      assertVersion(db);
      return recordOf(db);
    } catch (error) {
      throw historyError(error);
    } finally {
      db?.close();
    }
  }

  /** The outages that have not ended. */
  open(): OpenOutage[] {
    const rows = this.#db.prepare("SELECT * FROM outage WHERE end IS NULL").all();
    return (rows as unknown as OutageRow[]).map((row) => ({
      ...outageOf(row),
      told: row.told !== 0,
    }));
  }

  /**
   * Says that these are watched now, and were since it was said last, unless that is more seconds ago
   * than the longest gap.
   */
  watched(now: Date, endpoints: readonly string[], longestGap: number): void {
    const time = now.getTime();
    if (this.#run !== undefined && Math.abs(time - this.#run.seen) <= longestGap * 1000) {
      this.#extend.run(time, this.#run.id);
      this.#run.seen = time;
      return;
    }
    const { lastInsertRowid: id } = this.#db
      .prepare("INSERT INTO watched (begin, end, endpoints) VALUES (?, ?, ?)")
      .run(time, time, JSON.stringify(endpoints));
    this.#run = { id, seen: time };
  }

  /** Enters an outage, or what has become of it. */
  enter({ endpoint, begin, end, firstReason, lastReason }: Outage): void {
    const ended = end?.getTime() ?? null;
    this.#insertOutage.run(endpoint, begin.getTime(), ended, firstReason, lastReason);
    this.#updateOutage.run(ended, lastReason, endpoint, begin.getTime());
  }

  /** Says that a message about its beginning was sent. */
  told({ endpoint, begin }: Outage): void {
    this.#tell.run(endpoint, begin.getTime());
  }

  /** Removes some of what ended before. */
  prune(before: Date): void {
    for (const statement of this.#prune) statement.run(before.getTime());
  }

  /** All there is. */
  record(): Records {
    return recordOf(this.#db);
  }

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
