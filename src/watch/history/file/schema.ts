/** @module The layout of the file of the history. */
import type { DatabaseSync } from "node:sqlite";

/**
 * What makes each layout from the one before, the first from an empty file. An outage that was recorded
 * before there were codes is `other`: its sentence still says why, and no reader needs a case for it. No
 * optional endpoint was recorded before they were marked.
 */
const STEPS = [
  `
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
`,
  `
  ALTER TABLE outage ADD COLUMN first_failure TEXT NOT NULL DEFAULT 'other';
  ALTER TABLE outage ADD COLUMN last_failure TEXT NOT NULL DEFAULT 'other';
`,
  `
  ALTER TABLE watched ADD COLUMN optional TEXT NOT NULL DEFAULT '[]';
`,
  `
  CREATE TABLE response (
    endpoint TEXT NOT NULL,
    begin INTEGER NOT NULL,
    p50_us INTEGER NOT NULL,
    worst_us INTEGER NOT NULL,
    PRIMARY KEY (endpoint, begin)
  ) STRICT, WITHOUT ROWID;
`,
  `
  ALTER TABLE outage ADD COLUMN first_begin INTEGER;
  ALTER TABLE response ADD COLUMN worst_at INTEGER;
`,
];
/** The version of the layout, which PRAGMA user_version holds. */
const VERSION = STEPS.length;
/** The first version whose outages have codes. */
export const FAILURES_SINCE = 2;
/** The first version that marks the optional endpoints. */
export const OPTIONAL_SINCE = 3;

/** The first version that divides outages where the wall clock was set, and dates the longest checks. */
export const PARTS_SINCE = 5;

/** A file of the history that cannot be used. The message says why in plain words. */
export class HistoryError extends Error {
  override name = "HistoryError";
}

/** The code of SQLite for a file that it cannot open. */
const SQLITE_CANTOPEN = 14;
/** The message if the file holds what no watch writes. */
export const DAMAGED = "the file is damaged";
/**
 * What `node:sqlite` says of a damaged file, or of one whose tables are not those of its version. Only
 * some of its errors have the code of SQLite.
 */
const DAMAGE = /malformed|failed to prepare statement|no such (table|column)|has no column/i;
/**
 * What SQLite says of a volume that cannot do what it needs, among other causes, and what to ask then. Its
 * write-ahead log needs a shared mapping (https://sqlite.org/wal.html), and every journal needs locks.
 */
const VOLUME: readonly (readonly [message: string, question: string])[] = [
  ["disk I/O error", "does the volume of the file fail, or lack shared mappings?"],
  ["database is locked", "does another program lock the file, or does its volume lack locks?"],
];

/**
 * Verifies that the file is intact, and creates the layout in an empty file or migrates an older one, in
 * one transaction.
 *
 * @throws {HistoryError} if the file has a newer version or is damaged.
 * @throws what SQLite throws.
 */
export function prepare(db: DatabaseSync): void {
  // With a write-ahead log, NORMAL survives the end of the process, however it comes. A node that loses
  // power may lose the last writes, but never the file. FULL would wait for the disk at each commit.
  // By default the log grows to 4 MiB, and a volume that it fills takes no write that could empty it.
  db.exec(
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 100;",
  );
  assertKnown(versionOf(db));
  const { quick_check: state } = db.prepare("PRAGMA quick_check(1)").get() as {
    quick_check: string;
  };
  if (state !== "ok") throw new HistoryError(DAMAGED);
  migrate(db);
}

/** Brings an intact file to the layout of this version. */
function migrate(db: DatabaseSync): void {
  const steps = STEPS.slice(versionOf(db));
  if (steps.length === 0) return;
  db.exec(`BEGIN IMMEDIATE; ${steps.join("")} PRAGMA user_version = ${VERSION}; COMMIT;`);
}

/** Returns the version of the layout of an open file; 0 if the file is empty. */
export function versionOf(db: DatabaseSync): number {
  return (db.prepare("PRAGMA user_version").get() as { user_version: number }).user_version;
}

/**
 * Verifies that the file has a layout that can be read, this version's or an older one.
 *
 * @throws {HistoryError} if it has none.
 */
export function assertReadable(db: DatabaseSync): void {
  const version = versionOf(db);
  if (version === 0) throw new HistoryError("the file holds no history");
  assertKnown(version);
}

function assertKnown(version: number): void {
  if (version >= 0 && version <= VERSION) return;
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
  if ((error as { errcode?: number }).errcode === SQLITE_CANTOPEN) {
    return new HistoryError("SQLite cannot open its log beside the file: is the folder read-only?");
  }
  const message = error instanceof Error ? error.message : String(error);
  const [, question] = VOLUME.find(([start]) => message.startsWith(start)) ?? [];
  if (question !== undefined) return new HistoryError(`${message}: ${question}`);
  // Deno adds the path, which the caller names too.
  if (message.startsWith("unable to open database file")) {
    return new HistoryError(
      "SQLite cannot open it: is there such a file, and may this user read it?",
    );
  }
  return new HistoryError(DAMAGE.test(message) ? DAMAGED : message);
}
