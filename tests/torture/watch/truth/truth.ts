/** @module What is true, and what was said that is not. */
import { Clock } from "./clock.ts";
import { DiskTruth } from "./disk.ts";
import { Happened, type HappenedOptions, type Span } from "./happened.ts";

/** Knows what happened, what it means, and what was wrong. */
export class Truth {
  readonly happened: Happened;
  readonly clock: Clock;
  readonly disk: DiskTruth;
  readonly wrong: string[] = [];
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

  /** Takes what was said that is not true. */
  fault(text: string): void {
    const seconds = (Date.now() - (this.happened.lives[0]?.fromMs ?? Date.now())) / 1000;
    this.wrong.push(`${text} at ${seconds.toFixed(1)} s`);
  }
}
