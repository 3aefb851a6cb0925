import type { Milliseconds } from "../process/time/duration.ts";

/** A phase of a check. */
export interface Phase {
  /** When it ended, since the start of the check. */
  readonly ms: Milliseconds;
  /** What it was: `look up`, `connect`, `receive`. */
  readonly phase: string;
  /** What it showed, on one line. */
  readonly shown: string;
}
