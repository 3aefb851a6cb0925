/** @module The layout of the file of the history. */
import type { DatabaseSync } from "node:sqlite";

/** The version of the layout, which PRAGMA user_version holds. */
const VERSION = 1;
const SCHEMA = `
  CREATE TABLE watched (
    id INTEGER PRIMARY KEY,
    begin INTEGER NOT NULL,
    end INTEGER NOT NULL,
    endpoints TEXT NOT NULL
  ) STRICT;
  CREATE TABLE outage (
    id INTEGER PRIMARY KEY,
    endpoint TEXT NOT NULL,
    begin INTEGER NOT NULL,
    end INTEGER,
    first_reason TEXT NOT NULL,
    last_reason TEXT NOT NULL,
    told INTEGER NOT NULL DEFAULT 0,
    UNIQUE (endpoint, begin)
  ) STRICT;
  CREATE INDEX outage_end ON outage (end);
  PRAGMA user_version = ${VERSION};
`;

/** A file of the history that cannot be used. The message says why in plain words. */
export class HistoryError extends Error {
  override name = "HistoryError";
}

/** The message if the file is no database, or holds what no watch writes. */
export const DAMAGED = "the file is damaged";

/**
 * Creates the layout in an empty file, and verifies that the file is intact.
 *
 * @throws {HistoryError} if the file has another version or is damaged.
 * @throws what SQLite throws.
 */
export function prepare(db: DatabaseSync): void {
  // With a write-ahead log, NORMAL survives the end of the process, however it comes. A node that loses
  // power may lose the last writes, but never the file. FULL would wait for the disk at each commit.
  db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;");
  if (versionOf(db) === 0) db.exec(`BEGIN; ${SCHEMA} COMMIT;`);
  assertVersion(db);
  const { quick_check: state } = db.prepare("PRAGMA quick_check(1)").get() as {
    quick_check: string;
  };
  if (state !== "ok") throw new HistoryError(DAMAGED);
}

function versionOf(db: DatabaseSync): number {
  return (db.prepare("PRAGMA user_version").get() as { user_version: number }).user_version;
}

/**
 * Verifies the version of the file.
 *
 * @throws {HistoryError} if it is another.
 */
export function assertVersion(db: DatabaseSync): void {
  const version = versionOf(db);
  if (version === VERSION) return;
  if (version === 0) {
    throw new HistoryError("the file holds no history");
  }
  throw new HistoryError(
    `the file must be of version ${VERSION}, and is of ${version}: is this healthcheck older?`,
  );
}

/**
 * Converts what opening or reading the file threw.
 *
 * @returns The error itself if it is a {@linkcode HistoryError} already.
 */
export function historyError(error: unknown): HistoryError {
  if (error instanceof HistoryError) return error;
  if (error instanceof Deno.errors.NotCapable) {
    return new HistoryError(
      "healthcheck was compiled without --allow-read and --allow-write for it",
    );
  }
  return new HistoryError(error instanceof Error ? error.message : String(error));
}
