/** @module What a run of the torture is told, and what it found. */
import type { Milliseconds, Seconds } from "../../src/process/time/duration.ts";
import type { MemoryLimits } from "./subject.ts";

/** How to torture the sidecar. */
export interface TortureOptions {
  /** How long to torture it: longer if not every disturbance has happened by then. */
  seconds: Seconds;
  /** The seed of every random choice. */
  seed: number;
  /**
   * How long endpoints may stay in their modes.
   * @default {2500}
   */
  maxPause?: Milliseconds;
  /**
   * How often the endpoints may change between two disturbances, most of which set all to good.
   * @default {8}
   */
  maxChanges?: number;
  /** The number of clients that ask for rounds. */
  checkers: number;
  /** The maximum number of file descriptors of the sidecar. */
  descriptors: number;
  /**
   * The memory of the sidecar, to which bodies are as large as a check reads.
   * @default {undefined}
   */
  memory?: MemoryLimits | undefined;
  /** The number of idle connections meanwhile. */
  idle: number;
  /** The number of connections that are opened at once; 0 if there is a descriptor for each. */
  flood: number;
  /** Whether to read /proc for its usage, which needs --allow-all. */
  look: boolean;
}

/** What a run found. */
export interface Findings {
  /** The number of answers that were judged. */
  readonly answers: number;
  /** The number of them with status 200. */
  readonly ready: number;
  /** How often each kind and option was asked, and rightly answered. */
  readonly counts: readonly string[];
  /** The number of connections that failed, and were tried again. */
  readonly retries: number;
  /** The number of failures of good endpoints that the torture itself may have caused. */
  readonly excused: number;
  /** How often each disturbance happened. */
  readonly disturbances: Readonly<Record<string, number>>;
  /** What was wrong; empty if the sidecar is correct. */
  readonly wrong: readonly string[];
  /** The exit status after a SIGTERM during requests. */
  readonly status: number;
  /** Standard error, which must be empty. */
  readonly stderr: string;
  /**
   * Open descriptors and resident memory in MiB: at the start, after a fifth of the time, at the
   * end.
   */
  readonly usage: readonly (readonly [descriptors: number, resident: number])[];
  /** The most memory that its control group used, in MiB, where it had one. */
  readonly peak: number | undefined;
}
