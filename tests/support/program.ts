// The program as a process.

const MAIN = new URL("../../main.ts", import.meta.url).pathname;

/** How the program is started. */
export interface StartOptions {
  /** @default {["--allow-net"]} */
  denoFlags?: readonly string[];
  /** Added to the environment. */
  env?: Readonly<Record<string, string>>;
  /**
   * What it reads on standard input.
   * @default {""}
   */
  input?: string;
  /** How many file descriptors it may have; as many as this process by default. */
  descriptors?: number;
}

/** A running program whose log can be waited for; it is killed at the end of its scope. */
export class Program implements AsyncDisposable {
  readonly #child: Deno.ChildProcess;
  readonly #lines: AsyncIterator<string>;
  readonly #input: Promise<void>;
  readonly stderr: Promise<string>;

  constructor(
    args: readonly string[],
    { denoFlags = ["--allow-net"], env = {}, input = "", descriptors }: StartOptions = {},
  ) {
    const command = [Deno.execPath(), "run", "--quiet", "--no-prompt", ...denoFlags, MAIN, ...args];
    const limited = ["sh", "-c", `ulimit -n ${descriptors} && exec "$0" "$@"`, ...command];
    const [program = "", ...rest] = descriptors === undefined ? command : limited;
    this.#child = new Deno.Command(program, {
      args: rest,
      env: { NO_COLOR: "1", ...env },
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    this.#lines = linesOf(this.#child.stdout)[Symbol.asyncIterator]();
    this.stderr = new Response(this.#child.stderr).text();
    this.#input = this.#write(input);
  }

  get status(): Promise<Deno.CommandStatus> {
    return this.#child.status;
  }

  /** The next line on standard output that matches. */
  async line(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const { done, value } = await this.#lines.next();
      if (done) throw new Error(`no line matches ${pattern}: ${await this.stderr}`);
      const match = pattern.exec(value);
      if (match !== null) return match;
    }
  }

  /** The port it listens on, from its first log line. */
  async port(): Promise<number> {
    const [, port] = await this.line(/listening .*address=\S*:(\d+) /);
    return Number(port);
  }

  async #write(input: string): Promise<void> {
    const writer = this.#child.stdin.getWriter();
    try {
      if (input !== "") await writer.write(new TextEncoder().encode(input));
      await writer.close();
    } catch {
      // It has ended without reading.
    }
  }

  /** What it printed and how it ended. */
  async end(): Promise<{ code: number; out: string[]; err: string }> {
    const [out, err, { code }] = await Promise.all([this.rest(), this.stderr, this.status]);
    return { code, out, err };
  }

  /** Its open descriptors, and its resident memory in MiB. Linux only, and with every permission. */
  async usage(): Promise<[number, number]> {
    const folder = `/proc/${this.#child.pid}`;
    const descriptors = [...Deno.readDirSync(`${folder}/fd`)].length;
    const status = await Deno.readTextFile(`${folder}/status`);
    return [descriptors, Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024];
  }

  kill(signal: Deno.Signal): void {
    this.#child.kill(signal);
  }

  /** All that is left on standard output. */
  async rest(): Promise<string[]> {
    const lines: string[] = [];
    for (;;) {
      const { done, value } = await this.#lines.next();
      if (done) return lines;
      lines.push(value);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      this.#child.kill("SIGKILL");
    } catch {
      // It has ended already.
    }
    await this.#child.status;
    await this.#input;
    await this.stderr;
    await this.rest();
  }
}

async function* linesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  let left = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const lines = (left + text).split("\n");
    left = lines.pop() ?? "";
    yield* lines;
  }
  if (left !== "") yield left;
}
