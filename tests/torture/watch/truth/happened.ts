/** @module What happened to the endpoints and to the process. */
import type { Milliseconds } from "../../../../src/process/time/duration.ts";

/** A span of time, by the clock of the torture. */
export interface Span {
  readonly fromMs: Milliseconds;
  toMs: Milliseconds;
}

/** Checks of an endpoint that failed, without a success between them. */
export interface Run extends Span {
  readonly name: string;
  /** The first failed check of each life of the process: an outage begins with one of them. */
  readonly heads: Milliseconds[];
  /** The failed checks of this life. */
  failures: number;
  lastMs: Milliseconds;
  /** Since when it must be an outage in this life. */
  openMs: Milliseconds;
  /** Since when it must be an outage. */
  outageMs: Milliseconds;
  /** Since when it may be one; `Infinity` while no life has seen enough failures in a row. */
  mayMs: Milliseconds;
  /** Whether the life in which it began had not seen the endpoint up. */
  readonly isFirst: boolean;
}

/** From the start of one round to that of the next. */
export const PERIOD: Milliseconds = 1000;

/** What a start takes on a busy machine, and how long the first round waits for the history. */
const START: Milliseconds = 8000;
/** From one round to the next, on a busy machine. */
const MAX_IDLE: Milliseconds = 4000;

/** Options of {@linkcode Happened}. */
export interface HappenedOptions {
  /** The number of failed rounds that open an outage. */
  after: number;
  startupMs: Milliseconds;
}

/** Knows each check, life and freeze. A run of failed checks is an outage if it is long enough. */
export class Happened {
  readonly runs: Run[] = [];
  readonly lives: Span[] = [];
  readonly freezes: Span[] = [];
  readonly #options: HappenedOptions;
  /** The checks of the endpoint that was checked first: one in each round. */
  readonly #rounds: Milliseconds[] = [];
  #first: string | undefined;
  readonly #current = new Map<string, Run>();
  readonly #upMs = new Map<string, Milliseconds>();
  readonly #ups = new Map<string, Milliseconds[]>();

  constructor(options: HappenedOptions) {
    this.#options = options;
  }

  /** The life of the process that runs, or ran last. */
  get life(): Span {
    return this.lives.at(-1) ?? { fromMs: Infinity, toMs: Infinity };
  }

  /** Takes a check and what it will find. */
  check(name: string, ok: boolean): void {
    const ms = Date.now();
    this.#first ??= name;
    if (name === this.#first) this.#rounds.push(ms);
    const known = this.#current.get(name);
    if (ok) {
      if (known !== undefined) known.toMs = ms;
      this.#current.delete(name);
      if (known !== undefined || (this.#upMs.get(name) ?? 0) < this.life.fromMs) {
        this.#ups.set(name, [...this.#ups.get(name) ?? [], ms]);
      }
      this.#upMs.set(name, ms);
      return;
    }
    const { after, startupMs } = this.#options;
    const run = known ?? {
      ...{ name, fromMs: ms, toMs: Infinity, heads: [], failures: 0, lastMs: 0 },
      ...{ openMs: Infinity, outageMs: Infinity, mayMs: Infinity },
      isFirst: (this.#upMs.get(name) ?? 0) < this.life.fromMs,
    };
    if (known === undefined) this.runs.push(run);
    this.#current.set(name, run);
    if (run.lastMs < this.life.fromMs) {
      run.heads.push(ms);
      run.openMs = Infinity;
      run.failures = 0;
    }
    run.failures++;
    run.lastMs = ms;
    if (run.failures < after) return;
    const livedMs = ms - this.life.fromMs;
    const wasUp = (this.#upMs.get(name) ?? 0) > this.life.fromMs;
    if (wasUp || livedMs > startupMs) run.mayMs = Math.min(run.mayMs, ms);
    if (livedMs <= startupMs + PERIOD) return;
    run.openMs = Math.min(run.openMs, ms);
    run.outageMs = Math.min(run.outageMs, ms);
  }

  /** For an endpoint, the first check after each begin of the process or failure that succeeded. */
  ups(name: string): readonly Milliseconds[] {
    return this.#ups.get(name) ?? [];
  }

  /** Whether the process ran so long without a freeze, and with at least half of the rounds. */
  isAwake(ms: Milliseconds): boolean {
    const now = Date.now();
    return this.isRunning(ms) && this.roundsIn(now - ms, now) >= Math.floor(ms / PERIOD / 2);
  }

  /** Whether the process ran so long without a freeze, with rounds or without. */
  isRunning(ms: Milliseconds): boolean {
    const now = Date.now();
    return now - this.life.fromMs > ms && this.life.toMs > now &&
      this.frozenMs(now - ms, now) === 0;
  }

  /** Whether the process ran, and no round began, for too long. */
  get isIdle(): boolean {
    const lastMs = this.#rounds.at(-1) ?? 0;
    const { fromMs } = this.life;
    const ms = Date.now() - (lastMs > fromMs ? lastMs : fromMs + START);
    return ms > MAX_IDLE && this.isRunning(ms);
  }

  /** Whether one life saw all of a time. */
  isOneLife(fromMs: Milliseconds, toMs: Milliseconds): boolean {
    return this.lives.some((life) => life.fromMs <= fromMs && life.toMs > toMs);
  }

  /** The number of rounds that began within a time. */
  roundsIn(fromMs: Milliseconds, toMs: Milliseconds): number {
    return this.#rounds.filter((ms) => ms > fromMs && ms <= toMs).length;
  }

  /** How long the process was stopped, in the freezes that overlap a time. */
  frozenMs(fromMs: Milliseconds, toMs: Milliseconds): Milliseconds {
    return this.freezes.reduce((sum, freeze) => {
      const overlaps = freeze.toMs >= fromMs && freeze.fromMs <= toMs;
      return overlaps ? sum + Math.min(freeze.toMs, Date.now()) - freeze.fromMs : sum;
    }, 0);
  }
}
