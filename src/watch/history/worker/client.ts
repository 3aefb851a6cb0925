import type { Batch, HistoryFile, HistoryQuery, RecordedOutage } from "../history_file.ts";
import { type Call, READY, type Reply } from "./messages.ts";
import { HistoryError } from "../file/schema.ts";

type Method = keyof HistoryFile;

/**
 * The file of the history in a worker: SQLite waits for the disk, and this process must answer
 * meanwhile. Closing the file ends the worker.
 */
export class HistoryWorker implements HistoryFile {
  readonly #worker: Worker;
  readonly #path: string;
  readonly #ready = Promise.withResolvers<unknown>();
  readonly #calls = new Map<number, PromiseWithResolvers<unknown>>();
  #lastId: number = READY;
  /** Why the worker has ended. */
  #ended: HistoryError | undefined;

  private constructor(worker: Worker, path: string) {
    this.#worker = worker;
    this.#path = path;
    this.#calls.set(READY, this.#ready);
    worker.addEventListener("message", ({ data }: MessageEvent<Reply>) => {
      const call = this.#calls.get(data.id);
      this.#calls.delete(data.id);
      if ("error" in data) call?.reject(new HistoryError(data.error));
      else call?.resolve(data.value);
    });
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      this.#end(new HistoryError(event.message));
    });
  }

  /**
   * Starts the worker. It may read and write files, as far as this process may now, and nothing else;
   * it keeps this when the process gives it up. If it cannot start, every call says why.
   *
   * @param path The file.
   */
  static async start(path: string): Promise<HistoryWorker> {
    // Imported, the module gives the address that it has here: in the sources, a bundle or a binary.
    const { WORKER } = await import("./worker.ts");
    const permissions: Deno.PermissionOptionsObject = {
      env: false,
      ffi: false,
      import: false,
      net: false,
      read: "inherit",
      run: false,
      sys: false,
      write: "inherit",
    };
    const { url, name } = WORKER;
    const worker = new Worker(url, { type: "module", name, deno: { permissions } });
    const file = new HistoryWorker(worker, path);
    // Until then, loading its modules needs the permission of this process to read.
    await file.#ready.promise.catch(() => {});
    return file;
  }

  open(): Promise<readonly RecordedOutage[]> {
    return this.#call("open");
  }

  write(batch: Batch): Promise<void> {
    return this.#call("write", batch);
  }

  render(query: HistoryQuery): Promise<string> {
    return this.#call("render", query);
  }

  async close(): Promise<void> {
    try {
      await this.#call("close");
    } finally {
      this.#end(new HistoryError("the file is closed"));
      this.#worker.terminate();
    }
  }

  #call<M extends Method>(
    method: M,
    ...args: Parameters<HistoryFile[M]>
  ): ReturnType<HistoryFile[M]> {
    const call = Promise.withResolvers<unknown>();
    if (this.#ended === undefined) {
      const id = ++this.#lastId;
      this.#calls.set(id, call);
      this.#worker.postMessage({ id, path: this.#path, method, args } as Call);
    } else call.reject(this.#ended);
    return call.promise as ReturnType<HistoryFile[M]>;
  }

  #end(error: HistoryError): void {
    this.#ended = error;
    for (const call of this.#calls.values()) call.reject(error);
    this.#calls.clear();
  }
}
