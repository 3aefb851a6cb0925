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
  /** Whether the whole is ready without it. */
  readonly optional: boolean;
  /** The HTTP statuses that are success. */
  readonly status: readonly StatusRange[];
  /** The HTTP method. */
  readonly method: "GET" | "HEAD" | "POST";
  /** HTTP fields to send; one that is sent anyway is replaced. They may be secret. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Text that the HTTP body must hold. It may be secret. */
  readonly contains: string | null;
  /** What the HTTP body must hold as JSON. It may be secret. */
  readonly json: JsonExpectation | null;
  /** Whether any certificate will do. */
  readonly insecure: boolean;
}

/** HTTP statuses from `first` to `last`, both included. */
export interface StatusRange {
  readonly first: number;
  readonly last: number;
}

/** The value at a path of a JSON document. */
export interface JsonExpectation {
  /** From the root: a key, an index (from the end where negative), or `null` for any element. */
  readonly path: readonly (string | number | null)[];
  /** What one of the values there must be: any of these. */
  readonly values: readonly (string | number | boolean | null)[];
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
 * Checks its endpoint once. It never rejects: a failure is an outcome. When the signal aborts it
 * closes what it opened and settles at once; what it returns then does not matter.
 */
export type Probe = (signal: AbortSignal) => Promise<Outcome>;

/** What a probe takes from its surroundings. */
export interface ProbeOptions {
  /** Certificates in PEM to trust besides the usual authorities. */
  readonly authorities: readonly string[];
}

/** Makes the probe of an endpoint; what only some endpoints need is loaded here. */
export type CreateProbe = (endpoint: Endpoint, options: ProbeOptions) => Promise<Probe>;

/** An endpoint together with its probe. */
export interface Target {
  readonly endpoint: Endpoint;
  readonly probe: Probe;
}

/** The result of one check. */
export interface Result {
  readonly endpoint: Endpoint;
  readonly outcome: Outcome;
  /** When the check began. */
  readonly startedAt: Date;
  /** How long the check took, in seconds. */
  readonly duration: number;
}

/** What this process says of itself. */
export interface Self {
  /** When it was asked. */
  readonly now: Date;
  /** For how many seconds it has run. */
  readonly uptime: number;
}

/** What a page needs to know of the request that it answers. */
export interface View {
  /** The query without `refresh`. */
  readonly query: string;
  /** After how many seconds it is asked again, where it is. */
  readonly refresh: number | null;
  /** How many seconds ago the checks began, where they were not made for it. */
  readonly age?: number;
}

/** A format: pure functions to text. */
export interface Renderer {
  readonly contentType: string;
  /** What else the answer's head must say. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly renderReport: (report: Report, view: View) => string;
  readonly renderSelf: (self: Self) => string;
}

/** The results of one round, in the order of the arguments. */
export interface Report {
  /** Whether traffic may come in: whether all that is required is ok. */
  readonly ready: boolean;
  /** When it was asked for; no check began earlier. */
  readonly startedAt: Date;
  readonly results: readonly Result[];
}
