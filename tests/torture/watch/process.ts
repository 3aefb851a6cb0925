/** @module The process under torture: its lives, its log, its freezes and the steps of its clock. */
import { compiledFlags } from "../../../bench/support/compiled_flags.ts";
import type { Milliseconds } from "../../../src/process/time/duration.ts";
import { Program } from "../../support/program.ts";
import { pause } from "../client.ts";
import { HAS_CLOCK } from "../subject.ts";
import type { Fate } from "./messages/receiver.ts";
import { secretsIn } from "./secrets.ts";
import { OFFSETS } from "./truth/clock.ts";
import type { Span } from "./truth/happened.ts";
import type { Truth } from "./truth/truth.ts";

const CLOCK = ["--preload", new URL("../clock.ts", import.meta.url).pathname];
/** How long the last write may take, with a busy machine. */
const MAX_END: Milliseconds = 20_000;

/** One life of the process. */
export class Life {
  readonly port: Promise<number>;
  /** The events of its log, each with the endpoint if it has one. */
  readonly events: string[] = [];
  /** How often its clock was set. */
  steps = 0;
  readonly span: Span = { fromMs: Date.now(), toMs: Infinity };
  readonly #program: Program;
  readonly #truth: Truth;
  readonly #read: Promise<void>;

  /** What Slack had heard before. */
  readonly from: Readonly<Record<Fate, number>>;

  constructor(
    args: readonly string[],
    env: Record<string, string>,
    ...[truth, from]: readonly [truth: Truth, from: Readonly<Record<Fate, number>>]
  ) {
    this.#truth = truth;
    this.from = from;
    truth.happened.lives.push(this.span);
    truth.clock.settings.push({ fromMs: this.span.fromMs, offset: 0 });
    this.#program = new Program(args, {
      denoFlags: [...compiledFlags(), ...(HAS_CLOCK ? CLOCK : [])],
      env,
    });
    const port = Promise.withResolvers<number>();
    this.port = port.promise;
    this.#read = this.#readLog(port.resolve);
  }

  /** The number of events in the log that match. */
  count(pattern: RegExp): number {
    return this.events.filter((event) => pattern.test(event)).length;
  }

  /** Whether the log says that the history cannot be written. */
  isHistoryBroken(): boolean {
    return /^history not /.test(this.events.findLast((event) => /^history /.test(event)) ?? "");
  }

  async freeze(ms: Milliseconds): Promise<void> {
    const span = { fromMs: Date.now(), toMs: Infinity };
    this.#truth.happened.freezes.push(span);
    this.#program.kill("SIGSTOP");
    await pause(ms);
    this.#program.kill("SIGCONT");
    span.toMs = Date.now();
  }

  /** Sets the clock, an hour back, a day ahead, and right again. */
  stepClock(): void {
    this.steps++;
    const offset = OFFSETS[this.steps % OFFSETS.length] ?? 0;
    this.#truth.clock.settings.push({ fromMs: Date.now(), offset });
    this.#program.kill("SIGWINCH");
  }

  /** Sets the clock right: the next life begins so. */
  async setClockRight(): Promise<void> {
    while (this.steps % OFFSETS.length !== 0) {
      this.stepClock();
      await pause(1500);
    }
  }

  /** Kills it, or ends it in an orderly way; then its status is judged. */
  async end(signal: "SIGKILL" | "SIGTERM"): Promise<[status: number, stderr: string]> {
    this.#program.kill(signal);
    this.span.toMs = Date.now();
    const late = setTimeout(() => {
      this.#truth.fault(`no end after ${signal}`);
      this.#program.kill("SIGKILL");
    }, MAX_END);
    const [{ code }, stderr] = await Promise.all([this.#program.status, this.#program.stderr]);
    clearTimeout(late);
    await this.#read;
    for (const owner of secretsIn(stderr)) this.#truth.fault(`stderr has the secret of ${owner}`);
    if (signal === "SIGTERM" && (code !== 0 || stderr !== "")) {
      this.#truth.fault(`status ${code} after SIGTERM: ${stderr}`);
    }
    await this.#program[Symbol.asyncDispose]();
    return [code, stderr];
  }

  async #readLog(onPort: (port: number) => void): Promise<void> {
    for await (const line of this.#program.lines) {
      const [, port] = / listening .*address=\S*:(\d+) /.exec(line) ?? [];
      if (port !== undefined) onPort(Number(port));
      for (const owner of secretsIn(line)) this.#truth.fault(`the log has the secret of ${owner}`);
      const [, event = line, fields = ""] = /^\S+ \w+ +(.*?)((?: \w+=.*)?)$/.exec(line) ?? [];
      const [, endpoint] = / endpoint=(\S+)/.exec(fields) ?? [];
      this.events.push(endpoint === undefined ? event : `${event} ${endpoint}`);
    }
  }
}
