/** @module Files of the history. */
import { DatabaseSync } from "node:sqlite";
import type {
  Batch,
  HistoryFile,
  HistoryQuery,
  RecordedOutage,
} from "../../../src/watch/history/history_file.ts";
import type { Interval } from "../../../src/watch/history/interval.ts";
import { HistoryReader } from "../../../src/watch/history/file/reader.ts";
import { HistoryError } from "../../../src/watch/history/file/schema.ts";
import { HistoryStore } from "../../../src/watch/history/worker/store.ts";
import type { Span } from "../../../src/watch/history/summary/summary.ts";
import type { Outage } from "../../../src/watch/outage.ts";
import { inFolder } from "../folder.ts";

/** All of the time that a file can hold. */
const ALWAYS: Span = { begin: new Date(-8.64e15), end: new Date(8.64e15) };

/** So many seconds after the epoch. */
export function at(second: number): Date {
  return new Date(second * 1000);
}

/** An outage for one reason; it lasts where it has no end. */
export function outage(endpoint: string, begin: number, end: number | null = null): Outage {
  const ended = end === null ? null : at(end);
  return {
    endpoint,
    begin: at(begin),
    end: ended,
    firstFailure: "other",
    firstReason: "x",
    lastFailure: "other",
    lastReason: "x",
  };
}

/** An outage as the file holds it. */
export function recorded(
  endpoint: string,
  begin: number,
  end: number | null = null,
  notified = false,
): RecordedOutage {
  return { ...outage(endpoint, begin, end), notified };
}

/** Returns a function that divides an interval into equal parts, as far as so many are allowed. */
export function inParts(count: number): (interval: Interval, max: number) => number[] {
  return ({ begin, end }, max) => {
    const parts = Math.min(count, max);
    return Array.from(
      { length: parts + 1 },
      (_, index) => begin + Math.trunc((end - begin) * index / parts),
    );
  };
}

/** Calls `use` with a store and the path of its file, and closes it afterwards. */
export function withHistory(
  use: (file: HistoryStore, path: string) => Promise<void>,
): Promise<void> {
  return inFolder(async (folder) => {
    const path = `${folder}/history.db`;
    const file = new HistoryStore(path);
    try {
      await use(file, path);
    } finally {
      await file.close();
    }
  });
}

/** A file that can be made to fail, or to take its time. */
export class FlakyFile implements HistoryFile {
  readonly #file: HistoryFile;
  /** Why calls fail now; `undefined` if they succeed. */
  failure: string | undefined;
  /** What each call waits for. */
  delay: Promise<void> = Promise.resolve();
  /** The batches of the calls of write(), also of those that failed. */
  readonly batches: Batch[] = [];

  constructor(file: HistoryFile) {
    this.#file = file;
  }

  async open(): Promise<readonly RecordedOutage[]> {
    await this.#pass();
    return await this.#file.open();
  }

  async write(batch: Batch): Promise<void> {
    this.batches.push(batch);
    await this.#pass();
    await this.#file.write(batch);
  }

  async render(query: HistoryQuery): Promise<string> {
    await this.#pass();
    return await this.#file.render(query);
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  async #pass(): Promise<void> {
    await this.delay;
    if (this.failure !== undefined) throw new HistoryError(this.failure);
  }
}

/** What a store writes: outages and times of watching. */
export async function write(
  file: HistoryFile,
  outages: readonly RecordedOutage[],
  watched: readonly Span[] = [],
): Promise<void> {
  await file.write({
    outages,
    watched,
    responses: [],
    endpoints: ["a", "b"],
    optional: ["b"],
    pruneBefore: ALWAYS.begin,
  });
}

/** Writes outages as an earlier process. */
export async function writeBefore(
  path: string,
  ...outages: readonly RecordedOutage[]
): Promise<void> {
  const file = new HistoryStore(path);
  await file.open();
  await write(file, outages);
  await file.close();
}

/** A time during which endpoints were watched. */
export interface Watched extends Span {
  readonly endpoints: readonly string[];
  readonly optional: readonly string[];
}

/** Returns all that a file holds, oldest first. */
export function recordsOf(path: string): { outages: Outage[]; watched: Watched[] } {
  return query(path, (db) => {
    const { outages, watched } = new HistoryReader(db).records(ALWAYS);
    return {
      outages: [...outages].map(({ begin, end, ...rest }): Outage => ({
        ...rest,
        begin: new Date(begin),
        end: end === null ? null : new Date(end),
      })).toSorted((a, b) => +a.begin - +b.begin || (a.endpoint < b.endpoint ? -1 : 1)),
      watched: [...watched].map(({ begin, end, ...names }): Watched => ({
        ...names,
        begin: new Date(begin),
        end: new Date(end),
      })).toSorted((a, b) => +a.begin - +b.begin),
    };
  });
}

/** Returns the outages that are ongoing according to a file. */
export function openOutagesOf(path: string): RecordedOutage[] {
  return query(path, (db) => new HistoryReader(db).ongoing());
}

/** Runs SQL over another connection. */
export function execute(path: string, sql: string): void {
  query(path, (db) => db.exec(sql));
}

function query<T>(path: string, use: (db: DatabaseSync) => T): T {
  const db = new DatabaseSync(path);
  try {
    return use(db);
  } finally {
    db.close();
  }
}

/** The layout of version 1, with an outage that has ended and one that is ongoing. */
const VERSION_1 = `
  PRAGMA journal_mode = WAL;
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
  PRAGMA user_version = 1;
  INSERT INTO watched (begin, end, endpoints) VALUES (0, 10000, '["a","b"]');
  INSERT INTO outage (endpoint, begin, end, first_reason, last_reason, told)
    VALUES ('a', 1000, 3000, 'x', 'x', 1), ('b', 5000, NULL, 'x', 'x', 1);
`;

/** What each older layout is after the one before. */
const OLD_LAYOUTS = [
  VERSION_1,
  `
  ALTER TABLE outage ADD COLUMN first_failure TEXT NOT NULL DEFAULT 'other';
  ALTER TABLE outage ADD COLUMN last_failure TEXT NOT NULL DEFAULT 'other';
  PRAGMA user_version = 2;
`,
  `
  ALTER TABLE watched ADD COLUMN optional TEXT NOT NULL DEFAULT '[]';
  PRAGMA user_version = 3;
`,
  `
  CREATE TABLE response (
    endpoint TEXT NOT NULL,
    begin INTEGER NOT NULL,
    p50_us INTEGER NOT NULL,
    worst_us INTEGER NOT NULL,
    PRIMARY KEY (endpoint, begin)
  ) STRICT, WITHOUT ROWID;
  PRAGMA user_version = 4;
`,
];

/** Writes a file as an older version of the program did, without what came later. */
export function writeVersion(version: 1 | 2 | 3 | 4, path: string): void {
  execute(path, OLD_LAYOUTS.slice(0, version).join(""));
}

/** Returns the version of a file's layout, and the columns of its tables. */
export function layoutOf(path: string): { version: unknown; columns: string } {
  return query(path, (db) => ({
    version: db.prepare("PRAGMA user_version").get()?.["user_version"],
    columns: ["outage", "watched", "response"].flatMap((table) =>
      db.prepare("SELECT name FROM pragma_table_info(?)").all(table)
    ).map(({ name }) => name).join(" "),
  }));
}
