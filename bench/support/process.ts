import type { Milliseconds } from "../../src/process/time/duration.ts";

const TICK_MS = 10;

/** Options of {@linkcode Process}. */
export interface ProcessOptions {
  /**
   * Whether to discard what it writes; then `port()` cannot be called.
   * @default {false}
   */
  quiet?: boolean;
}

/** A process to measure. Disposing of it kills it. Linux only. */
export class Process implements AsyncDisposable {
  readonly #child: Deno.ChildProcess;
  #drained: Promise<void> = Promise.resolve();
  /** When the process was started, by the monotonic clock. */
  readonly startMs: Milliseconds = performance.now();

  /** Starts a process. `words` has the command and its arguments. */
  constructor(words: readonly string[], { quiet = false }: ProcessOptions = {}) {
    const [command = "", ...args] = words;
    try {
      this.#child = new Deno.Command(command, {
        args,
        stdout: quiet ? "null" : "piped",
        stderr: quiet ? "null" : "inherit",
        env: { NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1" },
      }).spawn();
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
      throw new Error(`cannot measure: ${command || "the command"} must be in PATH`, {
        cause: error,
      });
    }
  }

  /** Waits for `port=PORT` or `address=HOST:PORT` on standard output. Returns the port. */
  async port(): Promise<number> {
    let text = "";
    const [first, rest] = this.#child.stdout.tee();
    this.#drained = rest.pipeTo(new WritableStream());
    for await (const part of first.pipeThrough(new TextDecoderStream())) {
      text += part;
      const match = /(?:port=|address=\S*:)(\d+)\s/.exec(text);
      if (match !== null) return Number(match[1]);
    }
    throw new Error(`cannot measure: the process must name its port, got ${JSON.stringify(text)}`);
  }

  /** Waits for its end. Returns its exit status. */
  async ended(): Promise<number> {
    return (await this.#child.status).code;
  }

  /** Returns the resident memory in MiB, now and at its peak. */
  async memory(): Promise<{ now: number; peak: number }> {
    const status = await Deno.readTextFile(`/proc/${this.#child.pid}/status`);
    const mib = (name: string): number =>
      Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1024;
    return { now: mib("VmRSS"), peak: mib("VmHWM") };
  }

  /**
   * Returns the memory in MiB that is this process's own, and its proportional share of all that it
   * uses: a page that N processes map counts as 1/N of it (proc_pid_smaps(5)).
   */
  async share(): Promise<{ own: number; proportional: number }> {
    const text = await Deno.readTextFile(`/proc/${this.#child.pid}/smaps_rollup`);
    const mib = (name: string): number =>
      Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(text)?.[1]) / 1024;
    return { own: mib("Private_Clean") + mib("Private_Dirty"), proportional: mib("Pss") };
  }

  /**
   * Returns the processor time that it has used, with a kernel of 100 clock ticks a second. The
   * threads count nanoseconds, but those that ended are missing; the process counts all, in ticks.
   */
  async processorTimeMs(): Promise<Milliseconds> {
    const folder = `/proc/${this.#child.pid}`;
    const stat = await Deno.readTextFile(`${folder}/stat`);
    // The fields after the name, which is in parentheses, begin with the third: see proc(5).
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const wholeMs = (Number(fields[11]) + Number(fields[12])) * TICK_MS;
    let threadsNs = 0;
    for await (const { name } of Deno.readDir(`${folder}/task`)) {
      // A thread may end in between.
      const text = await Deno.readTextFile(`${folder}/task/${name}/schedstat`).catch(() => "0");
      threadsNs += Number(text.split(" ")[0]);
    }
    return Math.max(wholeMs, threadsNs / 1e6);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      this.#child.kill("SIGKILL");
    } catch (error) {
      // It has ended.
      if (!(error instanceof TypeError)) throw error;
    }
    await this.#child.status;
    await this.#drained;
  }
}
