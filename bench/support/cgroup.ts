/** @module Control groups, with which the kubelet limits a container. */

const ROOT = "/sys/fs/cgroup";
const MIB = 1024 * 1024;
/** The period of the processor's quota, as the kubelet sets it. */
const PERIOD_US = 100_000;

/** The limits of a group, in the units of a container's `resources`. */
export interface Limits {
  /** In MiB; no limit if absent. */
  readonly memory?: number;
  /** In thousandths of a processor; no limit if absent. */
  readonly cpu?: number;
}

/** The files of a group: what to write into each, and where its peak is. */
interface Files {
  readonly folders: readonly string[];
  readonly values: readonly (readonly [file: string, value: string])[];
  readonly peak: string;
  /** Has a line `oom_kill` with a number. */
  readonly events: string;
}

/** A group that limits processes. Disposing of it removes it, once its processes have ended. */
export class Cgroup implements AsyncDisposable {
  readonly #files: Files;

  private constructor(files: Files) {
    this.#files = files;
  }

  /**
   * Makes a group.
   *
   * @param root Where the groups are mounted, of version 1 or 2.
   * @returns `undefined` where that is not permitted.
   */
  static async make(limits: Limits, root = ROOT): Promise<Cgroup | undefined> {
    const name = `healthcheck-${crypto.randomUUID()}`;
    try {
      const isUnified = await exists(`${root}/cgroup.controllers`);
      if (isUnified) await Deno.writeTextFile(`${root}/cgroup.subtree_control`, "+memory +cpu");
      const files = isUnified ? unified(`${root}/${name}`, limits) : separate(root, name, limits);
      for (const folder of files.folders) await Deno.mkdir(folder);
      for (const [file, value] of files.values) await Deno.writeTextFile(file, value);
      return new Cgroup(files);
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return undefined;
      if (error instanceof Deno.errors.PermissionDenied) return undefined;
      // A file system that is mounted to be read, or a group that has processes of its own.
      if (/os error (?:16|30)\b/.test(String(error))) return undefined;
      throw error;
    }
  }

  /** The command with which a shell enters the group. */
  get enter(): string {
    return this.#files.folders.map((folder) => `echo $$ > ${folder}/cgroup.procs`).join(" && ");
  }

  /** Returns the words that start a command in the group. */
  words(command: readonly string[]): string[] {
    return ["sh", "-c", `${this.enter} && exec "$0" "$@"`, ...command];
  }

  /** Returns the most memory that the group used, in MiB. */
  async peak(): Promise<number> {
    return Number(await Deno.readTextFile(this.#files.peak)) / MIB;
  }

  /** Returns how many processes the kernel killed because the group had no more memory. */
  async kills(): Promise<number> {
    const text = await Deno.readTextFile(this.#files.events);
    return Number(/^oom_kill (\d+)$/m.exec(text)?.[1]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const folder of this.#files.folders) await Deno.remove(folder);
  }
}

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}

/** Version 2: one folder with all. */
function unified(folder: string, { memory, cpu }: Limits): Files {
  const quota = cpu === undefined ? "max" : cpu * PERIOD_US / 1000;
  return {
    folders: [folder],
    values: [
      [`${folder}/memory.max`, memory === undefined ? "max" : `${memory * MIB}`],
      [`${folder}/cpu.max`, `${quota} ${PERIOD_US}`],
    ],
    peak: `${folder}/memory.peak`,
    events: `${folder}/memory.events`,
  };
}

/** Version 1: a folder for each controller. */
function separate(root: string, name: string, { memory, cpu }: Limits): Files {
  const [memories, processors] = [`${root}/memory/${name}`, `${root}/cpu/${name}`];
  return {
    folders: [memories, processors],
    values: [
      [`${memories}/memory.limit_in_bytes`, memory === undefined ? "-1" : `${memory * MIB}`],
      [`${processors}/cpu.cfs_period_us`, `${PERIOD_US}`],
      [`${processors}/cpu.cfs_quota_us`, cpu === undefined ? "-1" : `${cpu * PERIOD_US / 1000}`],
    ],
    peak: `${memories}/memory.max_usage_in_bytes`,
    events: `${memories}/memory.oom_control`,
  };
}
