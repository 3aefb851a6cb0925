import type { Milliseconds } from "../src/process/duration.ts";

/** A process to measure. Disposing of it kills it. */
export class Process implements AsyncDisposable {
  readonly #child: Deno.ChildProcess;
  #drained: Promise<void> = Promise.resolve();
  /** When the process was started, by the monotonic clock. */
  readonly startMs: Milliseconds = performance.now();

  constructor(command: string, args: readonly string[]) {
    this.#child = new Deno.Command(command, {
      args: [...args],
      stdout: "piped",
      stderr: "inherit",
      env: { NO_COLOR: "1" },
    }).spawn();
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

  /** Returns the resident memory in MiB, now and at its peak. Linux only. */
  async memory(): Promise<{ now: number; peak: number }> {
    const status = await Deno.readTextFile(`/proc/${this.#child.pid}/status`);
    const mib = (name: string): number =>
      Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1024;
    return { now: mib("VmRSS"), peak: mib("VmHWM") };
  }

  /** Returns the processor time that it has used. Linux only, with 100 clock ticks a second. */
  async processorTimeMs(): Promise<Milliseconds> {
    const stat = await Deno.readTextFile(`/proc/${this.#child.pid}/stat`);
    // The fields after the name, which is in parentheses, begin with the third: see proc(5).
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[11]) + Number(fields[12])) * 10;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#child.status;
    await this.#drained;
  }
}
