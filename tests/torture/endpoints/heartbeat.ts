import type { Milliseconds } from "../../../src/process/time/duration.ts";
import { type Asked, TorturedEndpoint } from "../endpoint.ts";
import { replaceFile } from "./replace_file.ts";

/** The option `max-age`. */
const MAX_AGE: Milliseconds = 8000;
/** How far ahead the time of a file may be. */
const MAX_AHEAD: Milliseconds = 5000;
/** How often the file is touched. */
const PERIOD: Milliseconds = 200;
/** A file may grow older by this much: until it is touched again, and while the sidecar is frozen. */
const MARGIN: Milliseconds = 3000;
/** A touch that comes later leaves too little of the margin for a freeze. */
const MAX_LATE: Milliseconds = 1000;

/** How old the file is in each mode, by the clock of the sidecar. */
const AGES: Readonly<Record<string, Milliseconds>> = {
  good: 0,
  "almost too old": MAX_AGE - MARGIN,
  "a little ahead": -MAX_AHEAD + 100,
  "too old": MAX_AGE + 100,
  "too far ahead": -MAX_AHEAD - MARGIN,
};

/** A file that is touched again and again, or has a time that is too old, or in the future. */
export class TorturedHeartbeat extends TorturedEndpoint {
  override readonly good: readonly string[] = ["good", "almost too old", "a little ahead"];
  readonly failing: readonly string[] = ["too old", "too far ahead", "missing"];
  readonly slow: readonly string[] = [];
  readonly url: string;
  readonly #path: string;
  readonly #timer: ReturnType<typeof setInterval>;
  #aheadMs: Milliseconds | undefined = 0;
  #touchedMs: Milliseconds = performance.now();

  constructor(folder: string, asked?: Partial<Asked>) {
    super(asked);
    this.#path = `${folder}/${this.asked.name}`;
    this.url = `file://${this.#path}#max-age=${MAX_AGE}ms`;
    this.#touch();
    this.#timer = setInterval(() => this.#touch(), PERIOD);
  }

  override get mode(): string {
    return super.mode;
  }

  override set mode(mode: string) {
    super.mode = mode;
    this.#touch();
    if (this.#aheadMs === undefined) this.note(undefined);
  }

  override onClock(aheadMs: Milliseconds | undefined): void {
    this.#aheadMs = aheadMs;
    // The mode holds again from now on, by the new clock.
    this.mode = super.mode;
  }

  override goodSince(timeMs: Milliseconds): boolean | undefined {
    return performance.now() - this.#touchedMs > MAX_LATE ? undefined : super.goodSince(timeMs);
  }

  #touch(): void {
    const nowMs = performance.now();
    if (nowMs - this.#touchedMs > MAX_LATE) {
      this.note(undefined);
      this.note(this.good.includes(super.mode));
    }
    this.#touchedMs = nowMs;
    const age = AGES[super.mode];
    const time = new Date(Date.now() + (this.#aheadMs ?? 0) - (age ?? 0));
    replaceFile(this.#path, age === undefined ? undefined : "", time);
  }

  [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    return Promise.resolve();
  }
}
