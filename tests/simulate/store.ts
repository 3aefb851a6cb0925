import { DatabaseSync } from "node:sqlite";
import { HistoryReader } from "../../src/watch/history/file/reader.ts";
import { HistoryError, prepare } from "../../src/watch/history/file/schema.ts";
import { HistoryWriter } from "../../src/watch/history/file/writer.ts";
import type { Batch, HistoryFile, RecordedOutage } from "../../src/watch/history/history_file.ts";

/** One for all spares a stack for each write. */
const FAILURE = new HistoryError("the disk fails");

/** The history in memory, on a disk that can fail. It outlives the pods that write it. */
export class Store implements HistoryFile, Disposable {
  readonly #db = new DatabaseSync(":memory:");
  readonly reader: HistoryReader;
  readonly #writer: HistoryWriter;
  fails = false;

  constructor() {
    prepare(this.#db);
    this.reader = new HistoryReader(this.#db);
    this.#writer = new HistoryWriter(this.#db);
  }

  open(): Promise<readonly RecordedOutage[]> {
    return this.fails ? this.#failure() : Promise.resolve(this.reader.ongoing());
  }

  write(batch: Batch): Promise<void> {
    return this.fails ? this.#failure() : Promise.resolve(this.#writer.write(batch));
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

  #failure(): Promise<never> {
    return Promise.reject(FAILURE);
  }
}
