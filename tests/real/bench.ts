/** @module Where a case runs its server: a folder, free ports, and the programs that it starts. */
import type { Milliseconds } from "../../src/process/time/duration.ts";
import { sleep } from "../../src/process/time/sleep.ts";

/** How long a server may take to come up, or to reach a state. */
const MAX_START_MS: Milliseconds = 240_000;
const MAX_ANSWER_MS: Milliseconds = 10_000;
const POLL_MS: Milliseconds = 100;

/** Options of {@linkcode Bench.start} and {@linkcode Bench.run}. */
export interface RunOptions {
  /** Variables to add to the environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Gives up root, which some servers refuse. The folder then belongs to the user `nobody`. */
  readonly unprivileged?: boolean;
  /** What it reads from standard input. */
  readonly input?: string;
}

/** A program in a process group of its own. */
export class Server {
  readonly #child: Deno.ChildProcess;
  readonly log: string;

  constructor(child: Deno.ChildProcess, log: string) {
    this.#child = child;
    this.log = log;
  }

  get pid(): number {
    return this.#child.pid;
  }

  /** Signals the process and all that it has started. */
  signal(signal: Deno.Signal): void {
    try {
      Deno.kill(-this.#child.pid, signal);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }

  /** Stops the process without its end, so that its ports stay open. */
  hang(): void {
    this.signal("SIGSTOP");
  }

  /** Ends the process. */
  async kill(signal: Deno.Signal = "SIGKILL"): Promise<void> {
    this.signal(signal);
    await this.#child.status;
  }
}

/** Disposing of it ends the programs and removes the folder. */
export class Bench implements AsyncDisposable {
  readonly folder: string;
  readonly #servers: Server[] = [];

  constructor() {
    this.folder = Deno.makeTempDirSync({ prefix: "healthcheck-real-" });
    Deno.chmodSync(this.folder, 0o755);
  }

  /** Returns a port of loopback that is free. */
  port(): number {
    using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    return listener.addr.port;
  }

  /** Writes a file into the folder. Returns its path. */
  write(name: string, text: string): string {
    const path = `${this.folder}/${name}`;
    Deno.writeTextFileSync(path, text);
    return path;
  }

  /** Starts a program in the folder. It writes its output into a file there. */
  start(program: string, args: readonly string[], options: RunOptions = {}): Server {
    const log = `${this.folder}/${program.split("/").at(-1)}-${this.#servers.length}.log`;
    const shell = ["-c", 'log=$1; shift; exec "$@" >"$log" 2>&1', "sh", log];
    const child = new Deno.Command("sh", {
      ...this.#setting([...shell, ...this.#command(program, args, options)], options),
      stdin: "null",
      detached: true,
    }).spawn();
    const server = new Server(child, log);
    this.#servers.push(server);
    return server;
  }

  /**
   * Runs a program in the folder to its end.
   *
   * @returns What it printed.
   * @throws {Error} if it fails.
   */
  async run(program: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
    const [first = "", ...rest] = this.#command(program, args, options);
    const child = new Deno.Command(first, {
      ...this.#setting(rest, options),
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const output = child.output();
    await new Blob([options.input ?? ""]).stream().pipeTo(child.stdin).catch(() => {});
    const { code, stdout, stderr } = await output;
    const [out, err] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
    if (code !== 0) throw new Error(`${program}: exit status ${code}: ${err} ${out}`);
    return out ?? "";
  }

  /** Waits until something is true. What is thrown meanwhile counts as false. */
  async until(isTrue: () => Promise<boolean> | boolean, what: string): Promise<void> {
    const endMs = performance.now() + MAX_START_MS;
    let last: unknown;
    while (performance.now() < endMs) {
      try {
        if (await isTrue()) return;
      } catch (error) {
        last = error;
      }
      await sleep(POLL_MS);
    }
    throw new Error(`waited ${MAX_START_MS / 1000} s: ${what}`, { cause: last });
  }

  /** Waits until a port accepts connections. */
  async listening(port: number): Promise<void> {
    await this.until(async () => {
      using _conn = await Deno.connect({ hostname: "127.0.0.1", port });
      return true;
    }, `nothing listens on port ${port}`);
  }

  /** Reads a page of a server. */
  async page(port: number, path = "/metrics"): Promise<string> {
    const signal = AbortSignal.timeout(MAX_ANSWER_MS);
    return await (await fetch(`http://127.0.0.1:${port}${path}`, { signal })).text();
  }

  /** Sends bytes and reads until the server closes or enough came. */
  async talk(port: number, request: string, enough?: string): Promise<string> {
    using conn = await Deno.connect({ hostname: "127.0.0.1", port });
    await conn.write(new TextEncoder().encode(request));
    let answer = "";
    for await (const bytes of conn.readable) {
      answer += new TextDecoder().decode(bytes);
      if (enough !== undefined && answer.includes(enough)) break;
    }
    return answer;
  }

  #setting(
    args: string[],
    { env = {}, unprivileged = false }: RunOptions,
  ): { args: string[]; cwd: string; env: Record<string, string> } {
    if (unprivileged && Deno.uid() === 0) Deno.chownSync(this.folder, 65534, 65534);
    return { args, cwd: this.folder, env: { ...env, HOME: this.folder } };
  }

  #command(program: string, args: readonly string[], { unprivileged }: RunOptions): string[] {
    const drop = unprivileged && Deno.uid() === 0
      ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
      : [];
    return [...drop, program, ...args];
  }

  /** Ends what was started and removes the folder, where the process ends at once. */
  abandon(): void {
    for (const server of this.#servers) server.signal("SIGKILL");
    Deno.removeSync(this.folder, { recursive: true });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const server of this.#servers.toReversed()) await server.kill();
    await Deno.remove(this.folder, { recursive: true });
  }
}
