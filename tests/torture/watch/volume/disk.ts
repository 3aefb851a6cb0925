/** @module The disk of the history, and what happens to it. */
import { DatabaseSync } from "node:sqlite";
import type { Milliseconds } from "../../../../src/process/time/duration.ts";
import { pause } from "../../client.ts";
import type { Truth } from "../truth/truth.ts";
import { Volume } from "./volume.ts";

const MIN_STALL: Milliseconds = 3000;
/** Longer than the first round, an answer of the history and an end wait for the disk. */
const MIN_LONG_STALL: Milliseconds = 12_000;

/** A disk of which nothing else is lost. */
export class Disk implements AsyncDisposable {
  readonly #folder: string;
  readonly #root: string;
  readonly #volume: Volume | undefined;
  readonly #truth: Truth;

  private constructor(root: string, volume: Volume | undefined, truth: Truth) {
    this.#root = root;
    this.#folder = `${root}/data`;
    this.#volume = volume;
    this.#truth = truth;
  }

  /** @param mounts Whether to mount a small volume, which needs the right to. */
  static async create(folder: string, mounts: boolean, truth: Truth): Promise<Disk> {
    const disk = new Disk(folder, mounts ? await Volume.mount(folder) : undefined, truth);
    await Deno.mkdir(disk.#folder);
    return disk;
  }

  /** The file of the history. */
  get path(): string {
    return `${this.#folder}/history.db`;
  }

  /** The faults by name. */
  get faults(): Record<string, (ms: Milliseconds) => Promise<void>> {
    const volume = this.#volume;
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
      ...(volume === undefined ? {} : { "full": (ms) => this.#fill(ms) }),
      ...(volume?.canStall
        ? {
          "stalled": (ms) => volume.stall(MIN_STALL + ms),
          "stalled for long": (ms) => volume.stall(MIN_LONG_STALL + ms),
        }
        : {}),
    };
  }

  /** Mounts the volume so that nothing can be written: only while no process has the file open. */
  async protect(): Promise<AsyncDisposable> {
    await this.#volume?.remount("ro");
    return { [Symbol.asyncDispose]: async () => await this.#volume?.remount("rw") };
  }

  /** All bytes of the folder, as text. */
  async text(): Promise<string> {
    const texts: string[] = [];
    try {
      for await (const { name } of Deno.readDir(this.#folder)) {
        const bytes = await Deno.readFile(`${this.#folder}/${name}`);
        texts.push(new TextDecoder("latin1").decode(bytes));
      }
    } catch (error) {
      // It is away.
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
    return texts.join("");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#volume?.[Symbol.asyncDispose]();
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
    const path = `${this.#root}/filler`;
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
