/** @module What the disk of the history must have. */
import type { Milliseconds } from "../../../../src/process/time/duration.ts";
import type { Clock } from "./clock.ts";
import { type Happened, PERIOD, type Run, type Span } from "./happened.ts";

/** Until the recorder tries again after a failure, and what that takes. */
const RETRY: Milliseconds = 7500;
/** What a write to a disk that works takes. */
const WRITE: Milliseconds = 2000;
/** What a start takes until the history is read. */
const FIRST_READ: Milliseconds = 8000;
/** The rounds within which what was seen is written: a busy machine takes longer for each. */
const WRITE_ROUNDS = 3;

/** Knows the faults of the disk, and what it must have taken beside them. */
export class DiskTruth {
  readonly faults: Span[] = [];
  /** When the file was removed last. */
  removedMs: Milliseconds = 0;
  readonly #happened: Happened;
  readonly #clock: Clock;

  constructor(happened: Happened, clock: Clock) {
    this.#happened = happened;
    this.#clock = clock;
  }

  /**
   * Whether the process knew at a time that the endpoint was up again after a run: it saw so itself, or a
   * former life did and could write it. If not, the outage goes on with the next failure.
   */
  wasKnownOver({ name, toMs }: Run, ms: Milliseconds): boolean {
    const ups = this.#happened.ups(name);
    return ups.some((up) =>
      up >= toMs && up < ms && (up >= this.#happened.life.fromMs || this.isSafe(up))
    );
  }

  /**
   * What the history may lack of a run. A life that was killed while its clock was ahead left an outage that
   * begins in the future: its next part begins with the next life.
   */
  lostMs({ fromMs, heads }: Run): Milliseconds {
    return heads.slice(1).reduce((sum, head) => {
      const writtenMs = heads.findLast((ms) => ms < head && this.isSafe(ms)) ?? fromMs;
      const index = this.#clock.settings.findLastIndex((it) => it.fromMs < head && it.offset > 0);
      const [ahead, next] = this.#clock.settings.slice(index, index + 2);
      if (index < 0 || (next?.fromMs ?? head) < writtenMs) return sum;
      return sum + head - Math.max(ahead?.fromMs ?? head, fromMs) + PERIOD;
    }, 0);
  }

  /** Whether the disk must have taken what happened at a time, before the life of that time ended. */
  isSafe(ms: Milliseconds): boolean {
    const life = this.#happened.lives.findLast(({ fromMs }) => fromMs <= ms);
    let atMs = ms;
    const bad = [...this.faults, ...this.#happened.freezes].map((span) => ({
      fromMs: span.fromMs,
      toMs: span.toMs + RETRY,
    })).toSorted((a, b) => a.fromMs - b.fromMs);
    for (const { fromMs, toMs } of bad) {
      if (fromMs < atMs + WRITE) atMs = Math.max(atMs, toMs);
    }
    const endMs = Math.min(life?.toMs ?? 0, Date.now());
    return atMs + WRITE < endMs && this.#happened.roundsIn(atMs, endMs) >= WRITE_ROUNDS;
  }

  /** Whether each later life knew what was known at a time: the disk took it, and worked when each began. */
  isKept(ms: Milliseconds): boolean {
    const later = this.#happened.lives.filter(({ fromMs }) => fromMs > ms);
    return this.isSafe(ms) && this.removedMs < ms && this.#clock.isRightSince(ms) &&
      later.every((life) =>
        this.faults.every(({ fromMs, toMs }) =>
          toMs < life.fromMs || fromMs > life.fromMs + FIRST_READ
        )
      );
  }

  /** Whether the disk and the process have worked for long enough that the file is open again. */
  isHealthy(): boolean {
    return [...this.faults, ...this.#happened.freezes].every(({ toMs }) =>
      toMs + RETRY < Date.now()
    );
  }
}
