/** One thing to check: what an ENDPOINT argument says, read and found right. */
export interface Endpoint {
  /** Its label in every report, unique among the endpoints of one process. */
  readonly name: string;
  /** What to check, with everything it holds, secrets included: never to be printed. */
  readonly url: URL;
  /** The URL without user info, query and fragment: what may be printed. */
  readonly shownUrl: string;
  /** How long one check may take, in seconds. */
  readonly timeout: number;
}

/** What a probe found. */
export type Outcome =
  | { readonly ok: true; readonly status: number | null }
  | {
    readonly ok: false;
    /** The HTTP status that was answered, where there was one. */
    readonly status: number | null;
    /** Why it failed, in plain words and on one line. */
    readonly reason: string;
  };

/**
 * Checks one endpoint once. It never rejects: a failure is an outcome. When the signal aborts it
 * closes what it opened and settles at once; what it returns then does not matter.
 */
export type Probe = (endpoint: Endpoint, signal: AbortSignal) => Promise<Outcome>;

/** An endpoint together with the probe of its kind. */
export interface Target {
  readonly endpoint: Endpoint;
  readonly probe: Probe;
}

/** The result of one check. */
export interface Result {
  readonly endpoint: Endpoint;
  readonly outcome: Outcome;
  /** How long the check took, in seconds. */
  readonly duration: number;
}

/** The results of one round, in the order of the arguments. */
export interface Report {
  /** Whether traffic may come in. */
  readonly ready: boolean;
  /** When the round began. */
  readonly startedAt: Date;
  readonly results: readonly Result[];
}
