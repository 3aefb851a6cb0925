import { DatabaseSync } from "node:sqlite";
import { HistoryReader } from "../../src/watch/history/file/reader.ts";
import { HistoryError, prepare } from "../../src/watch/history/file/schema.ts";
import { HistoryWriter } from "../../src/watch/history/file/writer.ts";
import type { Batch, HistoryFile, RecordedOutage } from "../../src/watch/history/history_file.ts";

/** One for all spares a stack for each write. */
const FAILURE = new HistoryError("the disk fails");

/**
 * The history in memory, on a disk that can fail. It outlives the pods that write it. Rounds that add only
 * watched time are written together, before the next change or read: that took a fifth of the time.
 */
export class Store implements HistoryFile, Disposable {
  readonly #db = new DatabaseSync(":memory:");
  readonly #reader: HistoryReader;
  readonly #writer: HistoryWriter;
  #waiting: Batch | undefined;
  fails = false;

  constructor() {
    prepare(this.#db);
    this.#reader = new HistoryReader(this.#db);
    this.#writer = new HistoryWriter(this.#db);
  }

  get reader(): HistoryReader {
    this.#flush();
    return this.#reader;
  }

  open(): Promise<readonly RecordedOutage[]> {
    return this.fails ? this.#failure() : Promise.resolve(this.reader.ongoing());
  }

  write(batch: Batch): Promise<void> {
    if (this.fails) return this.#failure();
    const { watched: [span, ...others], outages, responses } = batch;
    const waiting = this.#waiting?.watched[0];
    if (span !== undefined && others.length + outages.length + responses.length === 0) {
      if (waiting === undefined) this.#waiting = batch;
      else if (waiting.end.getTime() === span.begin.getTime()) {
        this.#waiting = { ...batch, watched: [{ begin: waiting.begin, end: span.end }] };
      } else {
        this.#flush();
        this.#waiting = batch;
      }
      return Promise.resolve();
    }
    this.#flush();
    return Promise.resolve(this.#writer.write(batch));
  }

  render(): Promise<string> {
    return this.#failure();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  [Symbol.dispose](): void {
    this.#db.close();
  }

  #flush(): void {
    if (this.#waiting !== undefined) this.#writer.write(this.#waiting);
    this.#waiting = undefined;
  }

  #failure(): Promise<never> {
    return Promise.reject(FAILURE);
  }
}
