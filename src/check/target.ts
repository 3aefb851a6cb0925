/** @module An endpoint that can be checked. */
import type { Endpoint } from "./endpoint.ts";
import type { KeptSuccess } from "./kept_success.ts";
import type { Outcome } from "./report.ts";
import type { Trace } from "./trace.ts";

/**
 * Checks its endpoint once. It never rejects: a failure is an outcome. When the signal aborts, it closes
 * what it opened and settles at once. Of a failure that it then returns, only the status counts, and
 * whether it waited.
 */
export type Probe = (signal: AbortSignal) => Promise<Outcome>;

/** An endpoint together with its probe. */
export interface Target {
  readonly endpoint: Endpoint;
  readonly probe: Probe;
  /** Its last success, if the endpoint keeps one. */
  readonly kept?: KeptSuccess;
  /** What its probe tells of its one check. */
  readonly trace?: Trace | undefined;
}
