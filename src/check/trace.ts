/** @module What a check did, phase by phase, for `check --verbose` alone. */
import type { Milliseconds } from "../process/time/duration.ts";
import { cut } from "../process/text/cut.ts";
import type { Phase } from "./phase.ts";
import { onOneLine } from "./reason.ts";
import { type Outcome, outcomeInWords } from "./report.ts";

const MAX_SHOWN = 500;
const GIVEN_UP = "given up";

/** A phase that has begun. */
export class OngoingPhase {
  readonly phase: string;
  /** What it has shown so far. */
  shown: string;
  /** By the monotonic clock. */
  endMs: Milliseconds | undefined;
  /** Why it failed. */
  reason: string | undefined;

  constructor(phase: string, shown: string) {
    this.phase = phase;
    this.shown = shown;
  }

  /** Ends it, with more of what it showed. */
  end(shown = ""): void {
    this.shown += shown;
    this.endMs ??= performance.now();
  }

  /** Ends it with the reason why it failed. */
  fail(reason: string): void {
    this.reason = reason;
    this.end();
  }

  /** Ends it because the check goes on without it, or ends. */
  giveUp(): void {
    this.fail(GIVEN_UP);
  }
}

/**
 * Takes the phases of one check. Nobody may give it a body, the value of a header, a query, user info, or
 * what is secret in a fragment.
 */
export class Trace {
  readonly #phases: OngoingPhase[] = [];

  /** Adds a phase that has ended. */
  add(phase: string, shown: string): void {
    this.begin(phase, shown).end();
  }

  /** Begins a phase, with what is known of it. */
  begin(phase: string, shown = ""): OngoingPhase {
    const begun = new OngoingPhase(phase, shown);
    this.#phases.push(begun);
    return begun;
  }

  /**
   * Ends the check. The last phase is the one that failed; if none of them did, it is the verdict.
   *
   * @param startMs When the check started, by the monotonic clock.
   * @returns All phases, in the order in which they ended.
   */
  end(outcome: Outcome, startMs: Milliseconds): Phase[] {
    const verdict = outcomeInWords(outcome);
    for (const phase of this.#phases) if (phase.endMs === undefined) phase.giveUp();
    const last = this.#phases.sort((a, b) => (a.endMs ?? 0) - (b.endMs ?? 0)).at(-1);
    if (outcome.ok || last?.reason === undefined) this.add("judge", verdict);
    else if (last.reason === GIVEN_UP) last.fail(verdict);
    return this.#phases.map(({ endMs = 0, phase, shown, reason }) => {
      const parts = [shown, reason].filter((part) => part !== undefined && part !== "");
      return { ms: endMs - startMs, phase, shown: cut(onOneLine(parts.join(": ")), MAX_SHOWN) };
    });
  }
}
