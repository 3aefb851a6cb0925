/** @module The process under torture: its lives, its log, its freezes and the steps of its clock. */
import { compiledFlags } from "../../../bench/support/compiled_flags.ts";
import type { Milliseconds } from "../../../src/process/time/duration.ts";
import { Program } from "../../support/program.ts";
import { sleep } from "../../../src/process/time/sleep.ts";
import { pause } from "../client.ts";
import { stepClock } from "../clock/step.ts";
import { HAS_CLOCK } from "../subject.ts";
import type { Fate } from "./messages/receiver.ts";
import { get } from "./answers/get.ts";
import { secretsIn } from "./leaks/secrets.ts";
import { OFFSETS } from "./truth/clock.ts";
import type { Span } from "./truth/happened.ts";
import type { Truth } from "./truth/truth.ts";

const CLOCK = ["--preload", new URL("../clock/preload.ts", import.meta.url).pathname];
/** How long the last write may take, with a busy machine. */
const MAX_END: Milliseconds = 20_000;
/** How long a line of the log may take, with a busy machine. */
const MAX_LOG: Milliseconds = 3000;
/** Two times by the clock of the process that differ more are not by the same setting of it. */
const MAX_APART: Milliseconds = 60_000;

/** Waits for what is written to the log from a time on. */
interface Waiter {
  readonly ms: Milliseconds;
  readonly isRead: AbortController;
}

/** One life of the process. */
export class Life {
  readonly port: Promise<number>;
  /** The events of its log but the checks, each with the endpoint if it has one. */
  readonly events: string[] = [];
  /** How often its clock was set. */
  steps = 0;
  readonly span: Span = { fromMs: Date.now(), toMs: Infinity };
  readonly #program: Program;
  readonly #truth: Truth;
  readonly #read: Promise<void>;
  readonly #waiters = new Set<Waiter>();
  /** When the last line that was read was written, by the clock of the process. */
  #loggedMs: Milliseconds = 0;
  /** The endpoints whose ongoing outage this life has told. */
  readonly #told = new Set<string>();
  /** The number of outages that it told, and that it then told to be resolved. */
  resolved = 0;

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
    this.#read = this.#readLog(port.resolve).then(async () =>
      port.reject(new Error(`ended without a port: ${await this.#program.stderr}`))
    );
    // Who waits for the port is told.
    port.promise.catch(() => {});
  }

  /** The number of events in the log that match. */
  count(pattern: RegExp): number {
    return this.events.filter((event) => pattern.test(event)).length;
  }

  /**
   * Waits until all of the log is read that was written before a time.
   *
   * @param ms The time, by the clock of the process as it is set now.
   * @returns Whether it was.
   */
  async untilLogged(ms: Milliseconds): Promise<boolean> {
    const waiter = { ms, isRead: new AbortController() };
    this.#waiters.add(waiter);
    this.#wake();
    await sleep(MAX_LOG, waiter.isRead.signal);
    this.#waiters.delete(waiter);
    return waiter.isRead.signal.aborted;
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
  async stepClock(): Promise<void> {
    this.steps++;
    const offset = OFFSETS[this.steps % OFFSETS.length] ?? 0;
    this.#truth.clock.settings.push({ fromMs: Date.now(), offset });
    const self = async (): Promise<string> =>
      (await get(this, this.#truth, "/self", "application/json"))?.body ?? "{}";
    if (!await stepClock(this.#program, self)) this.#truth.fault("the clock did not step");
  }

  /** Sets the clock right: the next life begins so. */
  async setClockRight(): Promise<void> {
    while (this.steps % OFFSETS.length !== 0) await this.stepClock();
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
    for (const place of secretsIn(stderr)) this.#truth.fault(`stderr has the secret of ${place}`);
    if (signal === "SIGTERM" && (code !== 0 || stderr !== "")) {
      this.#truth.fault(`status ${code} after SIGTERM: ${stderr}`);
    }
    await this.#program[Symbol.asyncDispose]();
    return [code, stderr];
  }

  #wake(): void {
    for (const { ms, isRead } of this.#waiters) {
      if (this.#loggedMs >= ms && this.#loggedMs < ms + MAX_APART) isRead.abort();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#program[Symbol.asyncDispose]();
  }

  async #readLog(onPort: (port: number) => void): Promise<void> {
    for await (const line of this.#program.lines) {
      const [, port] = / listening .*address=\S*:(\d+) /.exec(line) ?? [];
      if (port !== undefined) onPort(Number(port));
      for (const place of secretsIn(line)) this.#truth.fault(`the log has the secret of ${place}`);
      const [, date = "", event = line, fields = ""] =
        /^(\S+) \w+ +(.*?)((?: \w+=.*)?)$/.exec(line) ?? [];
      const [, endpoint] = / endpoint=(\S+)/.exec(fields) ?? [];
      if (event !== "check") this.events.push([event, endpoint ?? []].flat().join(" "));
      if (event === "outage") this.#told.add(endpoint ?? "");
      if (event === "outage resolved" && this.#told.delete(endpoint ?? "")) this.resolved++;
      this.#loggedMs = Date.parse(date);
      this.#wake();
    }
  }
}
