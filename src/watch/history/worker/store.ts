import { DatabaseSync } from "node:sqlite";
import { HISTORY_FORMATS } from "../render/formats.ts";
import type { Batch, HistoryFile, HistoryQuery, RecordedOutage } from "../history_file.ts";
import { readRecent } from "../file/lately.ts";
import { FileLock } from "../file/lock.ts";
import { HistoryReader } from "../file/reader.ts";
import { HistoryError, historyError, prepare } from "../file/schema.ts";
import { removeSideFiles, type SideFiles, sideFilesOf } from "../file/side_files.ts";
import { slotEdges } from "../summary/slot_edges.ts";
import { HistoryWriter } from "../file/writer.ts";

/** The outages of an endpoint that an answer lists. */
const MAX_LISTED = 100;

interface OpenDatabase {
  readonly db: DatabaseSync;
  readonly reader: HistoryReader;
  readonly writer: HistoryWriter;
  readonly sideFiles: SideFiles;
}

/**
 * The history of a watch in an SQLite file with a write-ahead log: `kill -9` leaves a file that opens.
 * The file holds times in milliseconds since the epoch.
 *
 * SQLite works synchronously. A slow volume stops the thread that uses this, so this belongs in a
 * worker.
 */
export class HistoryStore implements HistoryFile {
  readonly #path: string;
  readonly #lock: FileLock;
  #open: OpenDatabase | undefined;
  /** Why the file is not open. */
  #closed = new HistoryError("the file is not open yet");

  constructor(path: string) {
    this.#path = path;
    this.#lock = new FileLock(path);
  }

  async open(): Promise<RecordedOutage[]> {
    let db: DatabaseSync | undefined;
    try {
      if (!await this.#lock.isCurrent()) await this.#closeDatabase();
      await this.#lock.acquire();
      if (this.#open === undefined) {
        db = new DatabaseSync(this.#path, { timeout: 1000 });
        prepare(db);
        const sideFiles = await sideFilesOf(this.#path);
        const [reader, writer] = [new HistoryReader(db), new HistoryWriter(db)];
        this.#open = { db, reader, writer, sideFiles };
      }
      return this.#open.reader.ongoing();
    } catch (error) {
      if (this.#open === undefined) db?.close();
      this.#closed = historyError(error);
      throw this.#closed;
    }
  }

  async write(batch: Batch): Promise<void> {
    if (this.#open !== undefined && !await this.#lock.isCurrent()) {
      await this.close();
      this.#closed = new HistoryError("the file was removed or replaced");
    }
    try {
      this.#opened().writer.write(batch);
    } catch (error) {
      throw historyError(error);
    }
  }

  async render({ type, span, place }: HistoryQuery): Promise<string> {
    const format = HISTORY_FORMATS.get(type);
    if (format === undefined) throw new TypeError(`no format ${type}`);
    const { renderHistory } = await format.load();
    try {
      const { reader } = this.#opened();
      const options = { span, divide: slotEdges, listed: MAX_LISTED };
      const lately = {
        place,
        recent: () => readRecent(reader, span.end),
        responses: (endpoint: string) => reader.responses(endpoint, span.end),
      };
      return renderHistory(reader.summarize(options), span, lately);
    } catch (error) {
      throw historyError(error);
    }
  }

  async close(): Promise<void> {
    await this.#closeDatabase();
    this.#lock.release();
  }

  #opened(): OpenDatabase {
    if (this.#open === undefined) throw this.#closed;
    return this.#open;
  }

  async #closeDatabase(): Promise<void> {
    if (this.#open === undefined) return;
    const { db, sideFiles } = this.#open;
    this.#open = undefined;
    db.close();
    // A link may name another file now, and its target still have its own name.
    if (!await this.#lock.isCurrent(sideFiles.database)) await removeSideFiles(sideFiles);
  }
}
