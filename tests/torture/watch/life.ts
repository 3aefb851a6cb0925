/** @module One life of the process: its log, its freezes, the steps of its clock and its end. */
import { compiledFlags } from "../../../bench/support/compiled_flags.ts";
import type { Milliseconds } from "../../../src/process/time/duration.ts";
import { Program } from "../../support/program.ts";
import { pause } from "../client.ts";
import { stepClock } from "../clock/step.ts";
import { HAS_CLOCK } from "../subject.ts";
import { LifeLog } from "./log.ts";
import type { Fate } from "./messages/receiver.ts";
import { get } from "./answers/get.ts";
import { secretsIn } from "./leaks/secrets.ts";
import { OFFSETS } from "./truth/clock.ts";
import type { Span } from "./truth/happened.ts";
import type { Truth } from "./truth/truth.ts";

const CLOCK = ["--preload", new URL("../clock/preload.ts", import.meta.url).pathname];
/** How long an end takes on a busy machine: 2 s for the receivers, and 5 s for a disk that stalls. */
const MAX_END: Milliseconds = 10_000;
/** How long the kernel then keeps the process: until a disk that stalls has answered. */
const MAX_HELD: Milliseconds = 30_000;

/** One life of the process. */
export class Life {
  readonly port: Promise<number>;
  /** What Slack had heard before. */
  readonly from: Readonly<Record<Fate, number>>;
  readonly log: LifeLog = new LifeLog();
  /** How often its clock was set. */
  steps = 0;
  readonly span: Span = { fromMs: Date.now(), toMs: Infinity };
  readonly #program: Program;
  readonly #truth: Truth;
  readonly #read: Promise<void>;

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
    if (await stepClock(this.#program, self) === undefined) {
      this.#truth.fault("the clock did not step");
    }
  }

  /** Sets the clock right: the next life begins so. */
  async setClockRight(): Promise<void> {
    while (this.steps % OFFSETS.length !== 0) await this.stepClock();
  }

  /** Kills it, or ends it in an orderly way; then its status is judged. */
  async end(signal: "SIGKILL" | "SIGTERM"): Promise<[status: number, stderr: string]> {
    this.#program.kill(signal);
    this.span.toMs = Date.now();
    if (signal === "SIGTERM" && !await this.log.stopped(MAX_END)) {
      this.#truth.fault(`no end after ${signal}`);
      this.#program.kill("SIGKILL");
    }
    const late = setTimeout(() => {
      this.#truth.fault(`no status after ${signal}`);
      this.#program.kill("SIGKILL");
    }, MAX_HELD);
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

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#program[Symbol.asyncDispose]();
  }

  async #readLog(onPort: (port: number) => void): Promise<void> {
    for await (const line of this.#program.lines) {
      const [, port] = / listening .*address=\S*:(\d+) /.exec(line) ?? [];
      if (port !== undefined) onPort(Number(port));
      for (const place of secretsIn(line)) this.#truth.fault(`the log has the secret of ${place}`);
      this.log.take(line);
    }
  }
}
