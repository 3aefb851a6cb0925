/** @module Whether a neighbour that has work makes progress, as its metrics tell it. */
import { cutName } from "../../../check/reason.ts";
import type { Progress } from "../../../check/report.ts";
import { formatSeconds, type Milliseconds, type Seconds } from "../../../process/time/duration.ts";
import { hashOf } from "../../../process/text/hash.ts";
import { whose } from "./expectation.ts";
import { MAX_VALUES } from "./selected.ts";

/** In UTF-16 code units. */
const MAX_NAME = 60;

/** What one check has read of one counter. */
export interface Done {
  /** A counter of what is done. It is not NaN. `null` if the value lacks it, which counts as 0. */
  readonly progress: number | null;
  /**
   * The first gauge that says that there is work; `null` if none does, and `undefined` if the value lacks
   * every gauge, which counts as 0.
   */
  readonly busy: { readonly name: string; readonly value: number } | null | undefined;
}

/** What one check has read, by the values of the labels of `each`; by "" without it. */
export type Work = Map<string, Done>;

/** Lists the values that a check has read: `done is 12 while running is 2 (eu)`. */
export function workInWords(name: string, work: Work): string {
  return [...work].map(([key, { progress, busy }]) => {
    const why = busy ? `${cutName(busy.name)} is ${busy.value}` : "nothing is busy";
    return `${cutName(name)} is ${progress ?? 0} while ${why}${whose(key, 0)}`;
  }).join(", ") || `no value of ${cutName(name)}`;
}

/** Stands in {@linkcode Work} for a busy page on which no value of the labels has both metrics. */
export const UNPAIRED = "no value of each has both";

/**
 * Judges the checks of one endpoint one after the other, for each value of the labels of `each` on its own.
 * A value that a page lacks keeps its clock, as long as no gap between two pages that have it is longer than
 * `stall`: exporters drop series at random.
 *
 * It must see every check, also one that could not read the page, which starts every clock anew.
 */
export class ProgressState {
  readonly #stallMs: Milliseconds;
  readonly #name: string;
  /** The clocks by a hash of their value, which takes less memory, the one unseen for longest first. */
  readonly #clocks = new Map<number, ProgressClock>();
  #newestMs: Milliseconds = -Infinity;
  /** What the last check that was judged has shown; `undefined` if it could not read the page. */
  progress: Progress | undefined;

  /** @param name The name of the counter, for the reason. */
  constructor(stall: Seconds, name: string) {
    this.#stallMs = stall * 1000;
    this.#name = name;
  }

  /**
   * Judges the check that just ended.
   *
   * @param ms When the page was read, by the monotonic clock.
   * @param work What it shows; `null` if it could not be read.
   * @returns The reason for a failure, or `null` if it shows progress or it is too early to know.
   */
  judge(ms: Milliseconds, work: Work | null): string | null {
    this.progress = undefined;
    if (work === null) {
      for (const clock of this.#clocks.values()) clock.judge(ms, null);
      this.#newestMs = Math.max(this.#newestMs, ms);
      return null;
    }
    const busy: (readonly [string, Milliseconds, NonNullable<Done["busy"]>])[] = [];
    if (!work.has(UNPAIRED)) this.#clocks.delete(hashOf(UNPAIRED));
    for (const [key, done] of work) {
      const hash = hashOf(key);
      const clock = this.#clocks.get(hash) ?? new ProgressClock(this.#stallMs, this.#newestMs);
      if (clock.lost(done)) continue;
      this.#clocks.delete(hash);
      this.#clocks.set(hash, clock);
      const forMs = clock.judge(ms, done);
      if (done.busy) busy.push([key, forMs, done.busy]);
    }
    for (const [hash, { newestMs }] of this.#clocks) {
      const isForgotten = this.#clocks.size > MAX_VALUES || ms - newestMs > this.#stallMs;
      if (!isForgotten) break;
      this.#clocks.delete(hash);
    }
    this.#newestMs = Math.max(this.#newestMs, ms);
    const [first, ...others] = busy.sort(([, a], [, b]) => b - a);
    this.progress = { isBusy: first !== undefined, age: (first?.[1] ?? 0) / 1000 };
    if (first === undefined || first[1] < this.#stallMs) return null;
    const [key, forMs, { name, value }] = first;
    const more = others.filter(([, forMs]) => forMs >= this.#stallMs).length;
    return `no progress of ${endOf(this.#name)} for ${formatSeconds(forMs / 1000)} while ${
      endOf(name)
    } is ${value}${whose(key, more)}`;
  }
}

/** Bounds a name so that two fit into a reason. The ends tell two long paths of a document apart. */
function endOf(name: string): string {
  return name.length <= MAX_NAME ? name : `...${name.slice(3 - MAX_NAME)}`;
}

/**
 * Judges one counter. It stands still when the checks, back to one at least `stall` old, all show the same
 * counter and work, with no gap between two of them longer than `stall`. A counter that falls is a restart:
 * like one that rises, it starts the clock anew.
 *
 * Checks may overlap. One that ends after a newer one adds nothing, but it breaks the chain if it shows
 * anything else.
 */
class ProgressClock {
  readonly #stallMs: Milliseconds;
  /** When the newest check read the counter, by the monotonic clock. */
  newestMs: Milliseconds;
  /** The checks, back from the newest, that show no progress; `undefined` if the newest does not. */
  #standstill: { readonly progress: number; readonly sinceMs: Milliseconds } | undefined;

  /** @param newestMs When the newest check of the endpoint read its page. */
  constructor(stallMs: Milliseconds, newestMs: Milliseconds) {
    this.#stallMs = stallMs;
    this.newestMs = newestMs;
  }

  /** Reports whether a page dropped the gauges, or the counter, of a value that stands still. */
  lost({ progress, busy }: Done): boolean {
    const known = this.#standstill?.progress;
    if (known === undefined || busy === null) return false;
    return busy === undefined ? progress === known : progress === null && known > 0;
  }

  /**
   * Judges the check that just ended.
   *
   * @param ms When the page was read, by the monotonic clock.
   * @param done What it shows; `null` if it could not be read.
   * @returns For how long there was no progress.
   */
  judge(ms: Milliseconds, done: Done | null): Milliseconds {
    const isBusy = Boolean(done?.busy);
    const progress = done?.progress ?? 0;
    const isSame = isBusy && progress === this.#standstill?.progress;
    if (ms < this.newestMs) {
      if (!isSame) this.#standstill = undefined;
    } else {
      const known = isSame && ms - this.newestMs <= this.#stallMs;
      if (!isBusy) this.#standstill = undefined;
      else if (!known) this.#standstill = { progress, sinceMs: ms };
      this.newestMs = ms;
    }
    if (!isBusy || this.#standstill === undefined) return 0;
    return this.newestMs - this.#standstill.sinceMs;
  }
}
