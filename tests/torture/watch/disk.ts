/** @module The disk of the history, and what happens to it. */
import { DatabaseSync } from "node:sqlite";
import type { Milliseconds } from "../../../src/process/time/duration.ts";
import { pause } from "../client.ts";
import type { Truth } from "./truth/truth.ts";

/** A disk of which nothing else is lost. */
export class Disk implements AsyncDisposable {
  readonly #folder: string;
  readonly #volume: string;
  readonly #mounts: boolean;
  readonly #truth: Truth;

  /** @param mounts Whether to mount a small volume, which needs the right to. */
  private constructor(folder: string, mounts: boolean, truth: Truth) {
    this.#volume = folder;
    this.#folder = `${folder}/data`;
    this.#mounts = mounts;
    this.#truth = truth;
  }

  static async create(folder: string, mounts: boolean, truth: Truth): Promise<Disk> {
    if (mounts) await run("mount", "-t", "tmpfs", "-o", "size=1m", "history", folder);
    const disk = new Disk(folder, mounts, truth);
    await Deno.mkdir(disk.#folder);
    return disk;
  }

  /** The file of the history. */
  get path(): string {
    return `${this.#folder}/history.db`;
  }

  /** The faults by name. */
  get faults(): Record<string, (ms: Milliseconds) => Promise<void>> {
    return {
      "locked": (ms) => this.#lock(ms),
      "away": async (ms) => {
        await Deno.rename(this.#folder, `${this.#folder}-away`);
        await pause(ms);
        await Deno.rename(`${this.#folder}-away`, this.#folder);
      },
      "removed": async () => {
        await Deno.remove(this.path).catch(() => {});
        this.#truth.disk.removedMs = Date.now();
      },
      ...(this.#mounts ? { "full": (ms) => this.#fill(ms) } : {}),
    };
  }

  /** Mounts the volume so that nothing can be written: only while no process has the file open. */
  async protect(): Promise<AsyncDisposable> {
    await run("mount", "-o", "remount,ro", this.#volume);
    return { [Symbol.asyncDispose]: () => run("mount", "-o", "remount,rw", this.#volume) };
  }

  /** All bytes of the folder, as text. */
  text(): string {
    return [...Deno.readDirSync(this.#folder)].map(({ name }) =>
      new TextDecoder("latin1").decode(Deno.readFileSync(`${this.#folder}/${name}`))
    ).join("");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#mounts) await run("umount", this.#volume);
  }

  async #lock(ms: Milliseconds): Promise<void> {
    try {
      using db = new DatabaseSync(this.path, { timeout: 0 });
      db.exec("BEGIN IMMEDIATE");
      await pause(ms);
      db.exec("ROLLBACK");
    } catch {
      // The process writes just now, or the file is new.
    }
  }

  async #fill(ms: Milliseconds): Promise<void> {
    const path = `${this.#volume}/filler`;
    using file = await Deno.open(path, { write: true, create: true });
    try {
      for (const bytes = new Uint8Array(4096);;) file.writeSync(bytes);
    } catch {
      await pause(ms);
    } finally {
      await Deno.remove(path);
    }
  }
}

async function run(command: string, ...args: string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command(command, { args }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
}
