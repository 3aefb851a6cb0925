import type { Milliseconds } from "../../process/duration.ts";
import { sleep } from "../../process/sleep.ts";
import { type FileId, fileIdAt, fileIdOf } from "./file_id.ts";
import { HistoryError } from "./schema.ts";

/** How long one attempt waits for another process to release the file. */
const WAIT_MS: Milliseconds = 500;

interface OpenFile {
  readonly file: Deno.FsFile;
  readonly id: FileId;
  /** Aborted when the attempt to lock the file has ended. Deno cannot try without waiting. */
  readonly tried: AbortSignal;
  /** Why the attempt failed. */
  error: unknown;
}

/**
 * The lock that lets only one process write a file: flock(2), which does not conflict with the
 * fcntl(2) locks of SQLite.
 */
export class FileLock {
  readonly #path: string;
  #open: OpenFile | undefined;

  /** @param path The file; it is created if it is missing. */
  constructor(path: string) {
    this.#path = path;
  }

  /**
   * Locks the file that has the name now. If another process holds the lock, this attempt goes on
   * waiting for it, and the next call finds out whether it succeeded.
   *
   * @throws {HistoryError} if another process holds the lock.
   * @throws what Deno throws if the file cannot be opened or locked.
   */
  async acquire(): Promise<void> {
    if (!await this.isCurrent()) {
      this.release();
      this.#open = await openFile(this.#path);
    }
    const open = this.#open;
    if (open === undefined) return;
    await sleep(WAIT_MS, open.tried);
    if (!open.tried.aborted) throw new HistoryError("another process writes the file");
    if (open.error === undefined) return;
    this.release();
    throw open.error;
  }

  /** Returns whether a path, by default that of the lock, still names the file that was opened last. */
  async isCurrent(path: string = this.#path): Promise<boolean> {
    return this.#open !== undefined && await fileIdAt(path) === this.#open.id;
  }

  /** Releases the lock, or the attempt to get it. */
  release(): void {
    this.#open?.file.close();
    this.#open = undefined;
  }
}

async function openFile(path: string): Promise<OpenFile> {
  const file = await Deno.open(path, { read: true, write: true, create: true });
  const tried = new AbortController();
  try {
    const open: OpenFile = {
      file,
      id: fileIdOf(await file.stat()),
      tried: tried.signal,
      error: undefined,
    };
    file.lock(true).catch((error) => void (open.error = error)).then(() => tried.abort());
    return open;
  } catch (error) {
    file.close();
    throw error;
  }
}
