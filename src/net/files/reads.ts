/** @module Reading files so that none that hangs delays another. */
import { NO_DESCRIPTOR, WaitFailure } from "../../check/reason.ts";
import type { Milliseconds } from "../../process/time/duration.ts";
import { isOutOfDescriptors } from "../../process/error_code.ts";
import { sleep } from "../../process/time/sleep.ts";
import { type Priority, Semaphore } from "../semaphore.ts";
import { SharedWait } from "../../process/time/shared_wait.ts";

/**
 * Reads a file whole. The signal ends the wait for its content.
 *
 * @returns The content, which other checks may have too: do not change it.
 */
export type ReadFile = (path: string, signal: AbortSignal) => Promise<Uint8Array<ArrayBuffer>>;

/**
 * Runs something that reads a file. Checks that come while the same reads the same file share the next
 * run. The signal ends the wait for the result.
 *
 * @param read Reads the file; nothing can abort it. It is the same for the same work.
 * @returns The result, which other checks may have too: do not change it.
 */
export type ShareRead = <T>(
  read: (path: string) => Promise<T>,
  path: string,
  signal: AbortSignal,
) => Promise<T>;

/** How many reads each priority may have ongoing: half of the limit, so that names keep the rest. */
const READS = 4;
/** How many of these in one folder: usually, all of a folder is on the volume that hangs. */
const READS_OF_FOLDER = 2;
/** The pause before a retry if this process has no file descriptor left. */
const RETRY_MS: Milliseconds = 20;

/**
 * The reads of files that all checks share. A read holds a thread until it returns, even if nobody waits
 * for it any more, so the reads are limited.
 *
 * Of each file, each priority has one read ongoing at a time. Who comes meanwhile joins the next one,
 * because a read that has begun may miss that the file was replaced.
 */
export class FileReads {
  readonly #blocking: Semaphore;
  readonly #read: (path: string) => Promise<Uint8Array<ArrayBuffer>>;
  readonly #all: Semaphore = semaphoreOf(READS);
  readonly #folders: Map<string, Semaphore> = new Map();
  readonly #files: Map<string, Semaphore> = new Map();
  /** The reads that have not begun, by what reads and then by path. */
  readonly #next: Readonly<Record<Priority, Map<unknown, Map<string, SharedWait<unknown>>>>> = {
    required: new Map(),
    optional: new Map(),
  };

  /**
   * @param blocking Limits the reads, together with whatever else holds a thread.
   * @param read Reads a file; nothing can abort it.
   */
  constructor(blocking: Semaphore, read = loadAndRead) {
    this.#blocking = blocking;
    this.#read = read;
  }

  /** The reads of the endpoints of one priority. */
  of(priority: Priority): ReadFile {
    const share = this.sharedBy(priority);
    return (path, signal) => share(this.#read, path, signal);
  }

  /** Whatever else the endpoints of one priority read of files. */
  sharedBy(priority: Priority): ShareRead {
    return async (read, path, signal) => {
      let failure = new WaitFailure("file", `waited to read ${path}`);
      for (;;) {
        try {
          return await this.#share(priority, read, path).wait(signal, failure);
        } catch (error) {
          if (error instanceof WaitFailure || !isOutOfDescriptors(error)) throw error;
          // The checks of other endpoints have the descriptors, and give them back.
          failure = new WaitFailure("descriptors", NO_DESCRIPTOR);
          await sleep(RETRY_MS, signal);
        }
      }
    };
  }

  #share<T>(priority: Priority, read: (path: string) => Promise<T>, path: string): SharedWait<T> {
    // What is stored under `read` came from it.
    const next = getOrInsert(this.#next[priority], read, () => new Map()) as Map<
      string,
      SharedWait<T>
    >;
    return getOrInsert(next, path, () =>
      new SharedWait(this.#inTurn(priority, path, () => {
        next.delete(path);
        return read(path);
      })));
  }

  async #inTurn<T>(priority: Priority, path: string, run: () => Promise<T>): Promise<T> {
    const folder = path.slice(0, path.lastIndexOf("/"));
    const semaphores = [
      getOrInsert(this.#files, path, () => semaphoreOf(1)),
      getOrInsert(this.#folders, folder, () => semaphoreOf(READS_OF_FOLDER)),
      this.#all,
      this.#blocking,
    ];
    for (const semaphore of semaphores) await semaphore.acquire(priority);
    try {
      return await run();
    } finally {
      for (const semaphore of semaphores) semaphore.release(priority);
    }
  }
}

/** Loads node:fs, which takes 6 MiB (docs/decisions/node-fs.md), only when there is a file to read. */
async function loadAndRead(path: string): Promise<Uint8Array<ArrayBuffer>> {
  return (await import("./small.ts")).readSmallFile(path);
}

function semaphoreOf(size: number): Semaphore {
  return new Semaphore({ required: size, optional: size });
}

function getOrInsert<K, V>(map: Map<K, V>, key: K, create: () => V): V {
  const value = map.get(key) ?? create();
  map.set(key, value);
  return value;
}
