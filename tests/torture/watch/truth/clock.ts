/** @module What the process says of times, by a clock that is set. */
import type { Milliseconds } from "../../../../src/process/time/duration.ts";
import type { Happened, Run } from "./happened.ts";

/** A setting of the clock of the process. */
interface Setting {
  readonly fromMs: Milliseconds;
  /** What it is ahead. */
  readonly offset: Milliseconds;
}

/** What the wall clock of the process may be ahead, as `preload.ts` sets it. */
export const OFFSETS: readonly Milliseconds[] = [0, -3_600_000, 86_400_000];
/** A round and a timeout, and what a busy machine takes. */
const MARGIN: Milliseconds = 2500;
/** What is further in the future than this is not shown. */
const MAX_AHEAD: Milliseconds = 86_400_000;

/** Knows how the clock of the process was set, and what its times mean. */
export class Clock {
  /** How it was set, oldest first. */
  readonly settings: Setting[] = [];
  readonly #happened: Happened;

  constructor(happened: Happened) {
    this.#happened = happened;
  }

  /**
   * Finds what an outage is by its begin.
   *
   * @param dateMs Its begin, by the clock of the process at that time.
   * @returns The run, its begin by our clock, and by how much that is after its first failed check.
   */
  find(
    name: string,
    dateMs: Milliseconds,
  ): { run: Run; beginMs: Milliseconds; lateMs: Milliseconds } | undefined {
    for (const offset of OFFSETS) {
      const beginMs = dateMs - offset;
      const near = this.#happened.runs.filter((run) => run.name === name).flatMap((run) =>
        run.heads.filter((head) => this.isNear(beginMs, head)).map((head) => ({ run, head }))
      );
      const [nearest] = near.toSorted((a, b) =>
        Math.abs(a.head - beginMs) - Math.abs(b.head - beginMs)
      );
      if (nearest !== undefined) {
        return { run: nearest.run, beginMs, lateMs: beginMs - nearest.head };
      }
    }
    return undefined;
  }

  /** Whether the clock was right from a time on. */
  isRightSince(ms: Milliseconds): boolean {
    return this.settings.every(({ offset }, index) =>
      offset === 0 || (this.settings[index + 1]?.fromMs ?? Infinity) < ms
    );
  }

  /** Whether what the process says of a round agrees with a check, but for one round and a freeze. */
  isNear(saidMs: Milliseconds, checkMs: Milliseconds): boolean {
    const frozenMs = this.#happened.frozenMs(saidMs - MARGIN, saidMs + MARGIN);
    return saidMs > checkMs - MARGIN - frozenMs && saidMs < checkMs + MARGIN + frozenMs;
  }

  /** Whether the history does not show all of a run: its clock was set back by more than a day since. */
  isHidden({ fromMs, toMs }: Run): boolean {
    const now = Date.now();
    const offsets = (fromMs: Milliseconds, toMs: Milliseconds): Milliseconds[] =>
      this.settings.filter((clock, index) =>
        clock.fromMs < toMs + MARGIN && (this.settings[index + 1]?.fromMs ?? now) > fromMs - MARGIN
      ).map(({ offset }) => offset);
    return Math.max(...offsets(fromMs, toMs)) - Math.min(...offsets(now, now)) > MAX_AHEAD;
  }
}
