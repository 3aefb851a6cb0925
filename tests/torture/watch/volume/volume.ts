/** @module A small volume of its own. */
import type { Milliseconds } from "../../../../src/process/time/duration.ts";
import { linesOf } from "../../../support/program.ts";
import { pause } from "../../client.ts";

/** In bytes. */
const SIZE = 1_048_576;
/** Connects with the kernel, mounts the volume at $0, and runs the rest, which serves it. */
const MOUNT = "exec 3<>/dev/fuse && " +
  'mount -i -t fuse -o fd=3,rootmode=40000,user_id=0,group_id=0 history "$0" && ' +
  'exec "$@" <&3 2>&3 3>&-';

/** A process that serves a volume, and what it prints. */
interface Server {
  readonly process: Deno.ChildProcess;
  readonly lines: AsyncGenerator<string>;
}

/** A volume, mounted at a folder. Disposing of it unmounts it. */
export class Volume implements AsyncDisposable {
  readonly #folder: string;
  readonly #server: Server | undefined;

  private constructor(folder: string, server: Server | undefined) {
    this.#folder = folder;
    this.#server = server;
  }

  /** Mounts one that can stall, or one of the kernel where /dev/fuse is not permitted. */
  static async mount(folder: string): Promise<Volume> {
    const main = new URL("./main.ts", import.meta.url).pathname;
    const process = new Deno.Command("sh", {
      args: [
        ...["-c", MOUNT, folder, Deno.execPath(), "run", "--quiet", "--no-prompt", main],
        String(SIZE),
      ],
      ...{ stdin: "null", stdout: "piped", stderr: "null" },
    }).spawn();
    const lines = linesOf(process.stdout);
    if ((await lines.next()).value === "ready") return new Volume(folder, { process, lines });
    await process.status;
    const lack = "without a disk that stalls: /dev/fuse is not permitted here\n";
    await Deno.stderr.write(new TextEncoder().encode(lack));
    await run("mount", "-t", "tmpfs", "-o", `size=${SIZE}`, "history", folder);
    return new Volume(folder, undefined);
  }

  /** Whether {@linkcode stall} is possible. */
  get canStall(): boolean {
    return this.#server !== undefined;
  }

  /** Lets no read or write return for a time. */
  async stall(ms: Milliseconds): Promise<void> {
    this.#server?.process.kill("SIGSTOP");
    await pause(ms);
    this.#server?.process.kill("SIGCONT");
  }

  /** Permits writing or not; forbidding it needs that no process has a file open for it. */
  async remount(mode: "ro" | "rw"): Promise<void> {
    await run("mount", "-o", `remount,${mode}`, this.#folder);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server?.process.kill("SIGKILL");
    await this.#server?.process.status;
    await run("umount", "--lazy", this.#folder);
    const { value: error } = await this.#server?.lines.next() ?? {};
    if (error !== undefined) throw new Error(error);
  }
}

async function run(command: string, ...args: string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command(command, { args }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
}
