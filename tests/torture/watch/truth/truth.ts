/** @module What is true, and what was said that is not. */
import type { Milliseconds } from "../../../../src/process/time/duration.ts";
import { Lag } from "../../lag.ts";
import { Clock } from "./clock.ts";
import { DiskTruth } from "./disk.ts";
import { Happened, type HappenedOptions, PERIOD, type Run, type Span } from "./happened.ts";

/** With fewer begins, their median says nothing. */
const MIN_BEGINS = 5;

/** Knows what happened, what it means, and what was wrong. */
export class Truth implements Disposable {
  readonly happened: Happened;
  readonly clock: Clock;
  readonly disk: DiskTruth;
  readonly lag: Lag = new Lag();
  readonly wrong: string[] = [];
  /** By how much the history's begin of each outage is after its first failed check. */
  readonly begins = new Map<string, Milliseconds>();
  /** The last life that was found without rounds. */
  #idle: Span | undefined;

  constructor(options: HappenedOptions) {
    this.happened = new Happened(options);
    this.clock = new Clock(this.happened);
    this.disk = new DiskTruth(this.happened, this.clock);
  }

  /** Judges whether rounds go on: nothing but a freeze may delay them. */
  judgeRounds(): void {
    const { life, isIdle } = this.happened;
    if (!isIdle || this.#idle === life) return;
    this.#idle = life;
    this.fault("no round begins");
  }

  /**
   * Judges whether a run that was said to be an outage can be one. A check that a freeze or a busy machine ended
   * failed too, and its endpoint does not know.
   */
  judgeLength(run: Run, what: string): void {
    const sinceMs = run.fromMs - PERIOD;
    const now = Date.now();
    const isExact = !this.lag.wasLateSince(performance.now() - (now - sinceMs)) &&
      this.happened.frozenMs(sinceMs, now) === 0;
    if (run.mayMs > now && isExact) this.fault(`${what}, but it failed too rarely for an outage`);
  }

  /** Judges whether outages begin with the round that failed first. A single one may be late. */
  judgeBegins(): void {
    const sorted = [...this.begins.values()].toSorted((a, b) => a - b);
    const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
    if (sorted.length < MIN_BEGINS || Math.abs(median) < PERIOD / 2) return;
    this.fault(`/history: half of the outages begin ${median} ms or more after the first failure`);
  }

  /** Takes what was said that is not true. */
  fault(text: string): void {
    const seconds = (Date.now() - (this.happened.lives[0]?.fromMs ?? Date.now())) / 1000;
    this.wrong.push(`${text} at ${seconds.toFixed(1)} s`);
  }

  [Symbol.dispose](): void {
    this.lag[Symbol.dispose]();
  }
}
