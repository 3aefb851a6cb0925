/** @module What is true, and what was said that is not. */
import { Clock } from "./clock.ts";
import { DiskTruth } from "./disk.ts";
import { Happened, type HappenedOptions } from "./happened.ts";

/** Knows what happened, what it means, and what was wrong. */
export class Truth {
  readonly happened: Happened;
  readonly clock: Clock;
  readonly disk: DiskTruth;
  readonly wrong: string[] = [];

  constructor(options: HappenedOptions) {
    this.happened = new Happened(options);
    this.clock = new Clock(this.happened);
    this.disk = new DiskTruth(this.happened, this.clock);
  }

  /** Takes what was said that is not true. */
  fault(text: string): void {
    const seconds = (Date.now() - (this.happened.lives[0]?.fromMs ?? Date.now())) / 1000;
    this.wrong.push(`${text} at ${seconds.toFixed(1)} s`);
  }
}
