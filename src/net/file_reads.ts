/** @module Reading files so that none that hangs delays another. */
import { WaitFailure } from "../check/reason.ts";
import { type Priority, Semaphore } from "./semaphore.ts";
import { within } from "./within.ts";

/**
 * Reads a file whole. The signal ends the wait for its content.
 *
 * @returns The content, which other checks may have too: do not change it.
 */
export type ReadFile = (path: string, signal: AbortSignal) => Promise<Uint8Array<ArrayBuffer>>;

/** Options of {@linkcode FileReads}. */
export interface FileReadsOptions {
  /** Limits the reads, together with whatever else holds a thread. */
  blocking: Semaphore;
  /**
   * Reads a file; nothing can abort it.
   * @default {readSmallFile, loaded with the first file}
   */
  read?: (path: string) => Promise<Uint8Array<ArrayBuffer>>;
}

/** How many reads each priority may have ongoing: half of the limit, so that names keep the rest. */
const READS = 4;
/** How many of these in one folder: usually, all of a folder is on the volume that hangs. */
const READS_OF_FOLDER = 2;

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
  /** The reads that have not begun, by path. */
  readonly #next: Readonly<Record<Priority, Map<string, Promise<Uint8Array<ArrayBuffer>>>>> = {
    required: new Map(),
    optional: new Map(),
  };

  constructor({ blocking, read = loadAndRead }: FileReadsOptions) {
    this.#blocking = blocking;
    this.#read = read;
  }

  /** The reads of the endpoints of one priority. */
  of(priority: Priority): ReadFile {
    const next = this.#next[priority];
    return (path, signal) => {
      const read = next.get(path) ?? this.#start(priority, path);
      return within(read, signal, new WaitFailure("file", `waited to read ${path}`));
    };
  }

  #start(priority: Priority, path: string): Promise<Uint8Array<ArrayBuffer>> {
    const read = this.#readInTurn(priority, path);
    this.#next[priority].set(path, read);
    return read;
  }

  async #readInTurn(priority: Priority, path: string): Promise<Uint8Array<ArrayBuffer>> {
    const folder = path.slice(0, path.lastIndexOf("/"));
    const semaphores = [
      getOrInsert(this.#files, path, () => semaphoreOf(1)),
      getOrInsert(this.#folders, folder, () => semaphoreOf(READS_OF_FOLDER)),
      this.#all,
      this.#blocking,
    ];
    for (const semaphore of semaphores) await semaphore.acquire(priority);
    this.#next[priority].delete(path);
    try {
      return await this.#read(path);
    } finally {
      for (const semaphore of semaphores) semaphore.release(priority);
    }
  }
}

/** Loads node:fs, which takes 5 MiB, only when there is a file to read. */
async function loadAndRead(path: string): Promise<Uint8Array<ArrayBuffer>> {
  return await (await import("./small_file.ts")).readSmallFile(path);
}

function semaphoreOf(size: number): Semaphore {
  return new Semaphore({ required: size, optional: size });
}

function getOrInsert<K, V>(map: Map<K, V>, key: K, create: () => V): V {
  const value = map.get(key) ?? create();
  map.set(key, value);
  return value;
}
