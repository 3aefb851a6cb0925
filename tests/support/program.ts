/** @module The program as a process. */

const MAIN = new URL("../../main.ts", import.meta.url).pathname;

/** The compiled binary that stands for the sources: what HEALTHCHECK_BIN names. */
export const BINARY: string | undefined = binaryOf(Deno.env.get("HEALTHCHECK_BIN"));

function binaryOf(path: string | undefined): string | undefined {
  // A name without a slash is a path too, and not looked for in PATH.
  return path ? Deno.realPathSync(path) : undefined;
}

/**
 * Tests that only the sources can pass, because they preload a module, grant less than a binary has, or
 * say what happens without a binary. They are ignored where a binary stands for the sources.
 */
export const sources = { test: BINARY === undefined ? Deno.test : Deno.test.ignore };

/** Options of {@linkcode Program}. */
export interface StartOptions {
  /**
   * The module to run.
   * @default {main.ts}
   */
  main?: string;
  /**
   * The flags of `deno run`. A compiled binary has those of the task `compile` instead.
   * @default {["--allow-net"]}
   */
  denoFlags?: readonly string[];
  /**
   * Variables to add to the environment.
   * @default {{}}
   */
  env?: Readonly<Record<string, string>>;
  /**
   * What the program reads on standard input.
   * @default {""}
   */
  input?: string;
  /**
   * The maximum number of file descriptors; by default that of this process.
   * @default {undefined}
   */
  descriptors?: number;
  /**
   * A command that the shell runs before, such as one that exports a variable.
   * @default {":"}
   */
  before?: string;
  /**
   * A redirection of the shell, such as `>/dev/full`.
   * @default {""}
   */
  redirect?: string;
}

/** A running program. Disposing of it kills it. */
export class Program implements AsyncDisposable {
  readonly #child: Deno.ChildProcess;
  readonly #input: Promise<void>;
  /** The lines on standard output that nobody has read yet. */
  readonly lines: AsyncIterableIterator<string>;
  /** All of standard error; resolves when the program has ended. */
  readonly stderr: Promise<string>;

  constructor(
    args: readonly string[],
    {
      main = MAIN,
      denoFlags = ["--allow-net"],
      env = {},
      input = "",
      descriptors,
      before = ":",
      redirect = "",
    }: StartOptions = {},
  ) {
    const command = [...commandOf(main, denoFlags), ...args];
    const limit = descriptors === undefined ? "" : `ulimit -n ${descriptors} && `;
    const shell = ["sh", "-c", `${before}; ${limit}exec "$0" "$@" ${redirect}`, ...command];
    const needsShell = limit + redirect !== "" || before !== ":";
    const [program = "", ...rest] = needsShell ? shell : command;
    this.#child = new Deno.Command(program, {
      args: rest,
      env: { NO_COLOR: "1", ...env },
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    this.lines = linesOf(this.#child.stdout);
    this.stderr = new Response(this.#child.stderr).text();
    this.#input = this.#write(input);
  }

  /** Resolves when the program has ended. */
  get status(): Promise<Deno.CommandStatus> {
    return this.#child.status;
  }

  /**
   * Waits for the next line on standard output that matches.
   *
   * @throws {Error} if the program ends without one.
   */
  async line(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const { done, value } = await this.lines.next();
      if (done) throw new Error(`no line matches ${pattern}: ${await this.stderr}`);
      const match = pattern.exec(value);
      if (match !== null) return match;
    }
  }

  /** Waits for the first log line. Returns the port that it names. */
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
      // The program ended without reading it.
    }
  }

  /** Waits for the end. Returns the exit status and what was printed since the last line read. */
  async end(): Promise<{ code: number; out: string[]; err: string }> {
    const [out, err, { code }] = await Promise.all([this.rest(), this.stderr, this.status]);
    return { code, out, err };
  }

  /**
   * Returns its open descriptors, and its resident memory in MiB: all of it, or the anonymous part, which
   * no file backs. Linux only; needs --allow-all.
   */
  async usage(memory: "VmRSS" | "RssAnon" = "VmRSS"): Promise<[number, number]> {
    const folder = `/proc/${this.#child.pid}`;
    const descriptors = [...Deno.readDirSync(`${folder}/fd`)].length;
    const status = await Deno.readTextFile(`${folder}/status`);
    const [, size] = new RegExp(`${memory}:\\s+(\\d+)`).exec(status) ?? [];
    return [descriptors, Number(size) / 1024];
  }

  /** Sends a signal. */
  kill(signal: Deno.Signal): void {
    this.#child.kill(signal);
  }

  /** Reads the rest of standard output. */
  async rest(): Promise<string[]> {
    const lines: string[] = [];
    for (;;) {
      const { done, value } = await this.lines.next();
      if (done) return lines;
      lines.push(value);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      this.#child.kill("SIGKILL");
    } catch {
      // The program has already ended.
    }
    await this.#child.status;
    await this.#input;
    await this.stderr;
    await this.rest();
  }
}

/** Returns the command that runs a module, without its arguments. */
function commandOf(main: string, denoFlags: readonly string[]): string[] {
  if (BINARY === undefined || main !== MAIN) {
    return [Deno.execPath(), "run", "--quiet", "--no-prompt", ...denoFlags, main];
  }
  if (denoFlags.includes("--preload")) {
    throw new Error(
      `cannot preload a module into ${BINARY}: the test must be one of sources.test()`,
    );
  }
  return [BINARY];
}

/** Returns the lines of a stream, decoded. */
export async function* linesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  let left = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const lines = (left + text).split("\n");
    left = lines.pop() ?? "";
    yield* lines;
  }
  if (left !== "") yield left;
}
