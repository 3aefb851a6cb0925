/** @module Files of the history. */
import { DatabaseSync } from "node:sqlite";
import type {
  Batch,
  HistoryFile,
  HistoryQuery,
  RecordedOutage,
} from "../../src/watch/history/history_file.ts";
import { readOpenOutages, readRecords } from "../../src/watch/history/reader.ts";
import { HistoryError } from "../../src/watch/history/schema.ts";
import { HistoryStore } from "../../src/watch/history/store.ts";
import type { Span } from "../../src/watch/history/summary.ts";
import type { Outage } from "../../src/watch/outages.ts";
import { inFolder } from "./folder.ts";

/** All of the time that a file can hold. */
const ALWAYS: Span = { begin: new Date(-8.64e15), end: new Date(8.64e15) };

/** So many seconds after the epoch. */
export function at(second: number): Date {
  return new Date(second * 1000);
}

/** An outage for one reason; it lasts where it has no end. */
export function outage(endpoint: string, begin: number, end: number | null = null): Outage {
  const ended = end === null ? null : at(end);
  return { endpoint, begin: at(begin), end: ended, firstReason: "x", lastReason: "x" };
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
  await file.write({ outages, watched, endpoints: ["a", "b"], pruneBefore: ALWAYS.begin });
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
}

/** Returns all that a file holds, oldest first. */
export function recordsOf(path: string): { outages: Outage[]; watched: Watched[] } {
  return query(path, (db) => {
    const { outages, watched } = readRecords(db, ALWAYS);
    return {
      outages: [...outages].map(({ begin, end, ...rest }): Outage => ({
        ...rest,
        begin: new Date(begin),
        end: end === null ? null : new Date(end),
      })).toSorted((a, b) => +a.begin - +b.begin || (a.endpoint < b.endpoint ? -1 : 1)),
      watched: [...watched].map(({ begin, end, endpoints }): Watched => ({
        begin: new Date(begin),
        end: new Date(end),
        endpoints,
      })).toSorted((a, b) => +a.begin - +b.begin),
    };
  });
}

/** Returns the outages that are ongoing according to a file. */
export function openOutagesOf(path: string): RecordedOutage[] {
  return query(path, readOpenOutages);
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
