import { type FileId, fileIdAt, fileIdOf } from "./file_id.ts";
import { HistoryError } from "./schema.ts";

/**
 * The lock that lets only one process write a file: flock(2), which does not conflict with the
 * fcntl(2) locks of SQLite.
 */
export class FileLock {
  readonly #path: string;
  #held: { readonly file: Deno.FsFile; readonly id: FileId } | undefined;

  /** @param path The file; it is created if it is missing. */
  constructor(path: string) {
    this.#path = path;
  }

  /**
   * Locks the file that has the name now, without waiting.
   *
   * @throws {HistoryError} if another process holds the lock.
   * @throws what Deno throws if the file cannot be opened or locked.
   */
  async acquire(): Promise<void> {
    if (await this.isCurrent()) return;
    this.release();
    const file = await Deno.open(this.#path, { read: true, write: true, create: true });
    try {
      if (!await file.tryLock(true)) throw new HistoryError("another process writes the file");
      this.#held = { file, id: fileIdOf(await file.stat()) };
    } catch (error) {
      file.close();
      throw error;
    }
  }

  /** Returns whether a path, by default that of the lock, still names the file that is locked. */
  async isCurrent(path: string = this.#path): Promise<boolean> {
    return this.#held !== undefined && await fileIdAt(path) === this.#held.id;
  }

  /**
   * Releases the lock. Closing the file alone is not enough: per flock(2), a child that was forked and
   * has not called execve(2) yet shares the lock.
   */
  release(): void {
    try {
      this.#held?.file.unlockSync();
    } catch {
      // A file system that cannot do this still releases the lock with the last descriptor.
    }
    this.#held?.file.close();
    this.#held = undefined;
  }
}
