/** @module What happened to the endpoints, the process, its clock and its disk. */
import type { Milliseconds } from "../../../src/process/time/duration.ts";

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
  /** Whether the life in which it began had not seen the endpoint up. */
  readonly isFirst: boolean;
}

/** A setting of the clock of the process. */
interface Clock {
  readonly fromMs: Milliseconds;
  /** What it is ahead. */
  readonly offset: Milliseconds;
}

/** What the wall clock of the process may be ahead, as `clock.ts` sets it. */
export const OFFSETS: readonly Milliseconds[] = [0, -3_600_000, 86_400_000];
/** From the start of one round to that of the next. */
export const PERIOD: Milliseconds = 1000;
/** A round and a timeout, and what a busy machine takes. */
const MARGIN: Milliseconds = 2500;
/** Until the recorder tries again after a failure, and what that takes. */
const RETRY: Milliseconds = 7500;
/** What a write to a disk that works takes. */
const WRITE: Milliseconds = 2000;
/** The rounds within which what was seen is written: a busy machine takes longer for each. */
const WRITE_ROUNDS = 3;
/** What is further in the future than this is not shown. */
const MAX_AHEAD: Milliseconds = 86_400_000;

/** Options of {@linkcode Truth}. */
export interface TruthOptions {
  /** The number of failed rounds that open an outage. */
  after: number;
  startupMs: Milliseconds;
}

/** Knows what happened. A run of failed checks is an outage if it is long enough. */
export class Truth {
  readonly runs: Run[] = [];
  readonly lives: Span[] = [];
  readonly freezes: Span[] = [];
  readonly faults: Span[] = [];
  readonly wrong: string[] = [];
  /** How the clock was set, oldest first. */
  readonly clocks: Clock[] = [];
  /** When the file was removed last. */
  removedMs: Milliseconds = 0;
  readonly #options: TruthOptions;
  /** The checks of the endpoint that was checked first: one in each round. */
  readonly #rounds: Milliseconds[] = [];
  #first: string | undefined;
  readonly #current = new Map<string, Run>();
  readonly #upMs = new Map<string, Milliseconds>();
  /** For each endpoint, the first check after each begin of the process or failure that succeeded. */
  readonly #ups = new Map<string, Milliseconds[]>();

  constructor(options: TruthOptions) {
    this.#options = options;
  }

  /** The life of the process that runs, or ran last. */
  get life(): Span {
    return this.lives.at(-1) ?? { fromMs: Infinity, toMs: Infinity };
  }

  fault(text: string): void {
    const seconds = (Date.now() - (this.lives[0]?.fromMs ?? Date.now())) / 1000;
    this.wrong.push(`${text} at ${seconds.toFixed(1)} s`);
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
      ...{ openMs: Infinity, outageMs: Infinity },
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
    const isStarted = ms - this.life.fromMs > startupMs + PERIOD;
    if (run.failures < after || !isStarted) return;
    run.openMs = Math.min(run.openMs, ms);
    run.outageMs = Math.min(run.outageMs, ms);
  }

  /**
   * Finds what an outage is by its begin.
   *
   * @param dateMs Its begin, by the clock of the process at that time.
   * @returns The run, and its begin by our clock.
   */
  find(name: string, dateMs: Milliseconds): { run: Run; beginMs: Milliseconds } | undefined {
    for (const offset of OFFSETS) {
      const beginMs = dateMs - offset;
      const near = this.runs.filter((run) => run.name === name).flatMap((run) =>
        run.heads.filter((head) => this.isNear(beginMs, head)).map((head) => ({ run, head }))
      );
      const [nearest] = near.toSorted((a, b) =>
        Math.abs(a.head - beginMs) - Math.abs(b.head - beginMs)
      );
      if (nearest !== undefined) return { run: nearest.run, beginMs };
    }
    return undefined;
  }

  /** Whether what the process says of a round agrees with a check, but for one round and a freeze. */
  isNear(saidMs: Milliseconds, checkMs: Milliseconds): boolean {
    const frozenMs = this.#frozenMs(saidMs - MARGIN, saidMs + MARGIN);
    return saidMs > checkMs - MARGIN - frozenMs && saidMs < checkMs + MARGIN + frozenMs;
  }

  /**
   * Whether the process knew at a time that the endpoint was up again after a run: it saw so itself, or a
   * former life did and could write it. If not, the outage goes on with the next failure.
   */
  wasKnownOver({ name, toMs }: Run, ms: Milliseconds): boolean {
    const ups = this.#ups.get(name) ?? [];
    return ups.some((up) => up >= toMs && up < ms && (up >= this.life.fromMs || this.isSafe(up)));
  }

  /** Whether the history does not show all of a run: its clock was set back by more than a day since. */
  isHidden({ fromMs, toMs }: Run): boolean {
    const now = Date.now();
    const offsets = (fromMs: Milliseconds, toMs: Milliseconds): Milliseconds[] =>
      this.clocks.filter((clock, index) =>
        clock.fromMs < toMs + MARGIN && (this.clocks[index + 1]?.fromMs ?? now) > fromMs - MARGIN
      ).map(({ offset }) => offset);
    return Math.max(...offsets(fromMs, toMs)) - Math.min(...offsets(now, now)) > MAX_AHEAD;
  }

  /**
   * What the history may lack of a run. A life that was killed while its clock was ahead left an outage that
   * begins in the future: its next part begins with the next life.
   */
  lostMs({ fromMs, heads }: Run): Milliseconds {
    return heads.slice(1).reduce((sum, head) => {
      const writtenMs = heads.findLast((ms) => ms < head && this.isSafe(ms)) ?? fromMs;
      const index = this.clocks.findLastIndex((it) => it.fromMs < head && it.offset > 0);
      const [ahead, next] = this.clocks.slice(index, index + 2);
      if (index < 0 || (next?.fromMs ?? head) < writtenMs) return sum;
      return sum + head - Math.max(ahead?.fromMs ?? head, fromMs) + PERIOD;
    }, 0);
  }

  /** Whether the process ran so long without a freeze, and with at least half of the rounds. */
  isAwake(ms: Milliseconds): boolean {
    const now = Date.now();
    return now - this.life.fromMs > ms && this.life.toMs > now &&
      this.#frozenMs(now - ms, now) === 0 &&
      this.#roundsIn(now - ms, now) >= Math.floor(ms / PERIOD / 2);
  }

  /** Whether the disk must have taken what happened at a time, before the life of that time ended. */
  isSafe(ms: Milliseconds): boolean {
    const life = this.lives.findLast(({ fromMs }) => fromMs <= ms);
    let atMs = ms;
    const bad = [...this.faults, ...this.freezes].map((span) => ({
      fromMs: span.fromMs,
      toMs: span.toMs + RETRY,
    })).toSorted((a, b) => a.fromMs - b.fromMs);
    for (const { fromMs, toMs } of bad) {
      if (fromMs < atMs + WRITE) atMs = Math.max(atMs, toMs);
    }
    const endMs = Math.min(life?.toMs ?? 0, Date.now());
    return atMs + WRITE < endMs && this.#roundsIn(atMs, endMs) >= WRITE_ROUNDS;
  }

  /** Whether the disk and the process have worked for long enough that the file is open again. */
  isHealthy(): boolean {
    return [...this.faults, ...this.freezes].every(({ toMs }) => toMs + RETRY < Date.now());
  }

  /** Whether one life saw all of a time. */
  isOneLife(fromMs: Milliseconds, toMs: Milliseconds): boolean {
    return this.lives.some((life) => life.fromMs <= fromMs && life.toMs > toMs);
  }

  #roundsIn(fromMs: Milliseconds, toMs: Milliseconds): number {
    return this.#rounds.filter((ms) => ms > fromMs && ms <= toMs).length;
  }

  #frozenMs(fromMs: Milliseconds, toMs: Milliseconds): Milliseconds {
    return this.freezes.reduce((sum, freeze) => {
      const overlaps = freeze.toMs >= fromMs && freeze.fromMs <= toMs;
      return overlaps ? sum + Math.min(freeze.toMs, Date.now()) - freeze.fromMs : sum;
    }, 0);
  }
}
