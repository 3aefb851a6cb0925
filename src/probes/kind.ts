/** @module What the file of each kind declares: its URLs, its options and its probe. */
import type { Endpoint } from "../check/endpoint.ts";
import type { Probe } from "../check/target.ts";
import type { Trace } from "../check/trace.ts";
import type { ReadFile, ShareRead } from "../net/files/reads.ts";
import type { LookUp } from "../net/names/look_up.ts";
import type { Sockets } from "../net/sockets/limit.ts";

/** What a URL's scheme stands for. */
export interface Kind<Own = unknown> {
  /** The shape of its URLs, for the help and for messages. */
  readonly shape: string;
  /** When a check of it succeeds, for the help. */
  readonly success: string;
  /** Whether its URLs name a host. */
  readonly namesHost: boolean;
  /** What its checks need permission for, besides the network. */
  readonly permissions: readonly Deno.PermissionName[];
  /** The part of an endpoint that is its own, where no option changes it. */
  readonly defaults: Own;
  /** Whether a valid URL has the shape. */
  fits(url: URL): boolean;
  /** What a URL that does not fit must be, if a limit of the system is why. */
  limit?(url: URL): string | undefined;
  /** Its own options. */
  readonly options: KindOptions<Own>;
  /** Creates the probe of an endpoint. What only some endpoints need is loaded here. */
  createProbe(endpoint: Endpoint<Own>, options: ProbeOptions): Promise<Probe>;
}

/** The options of a kind, besides those that all kinds have. */
export interface KindOptions<Own = unknown> {
  /** Each option by its name. */
  readonly table: Readonly<Record<string, EndpointOption<Own>>>;
  /** Finds options that contradict each other, and files that are missing or wrong. */
  conflict?(
    own: Own,
    endpoint: Pick<Endpoint, "every">,
  ): OptionConflict | undefined | Promise<OptionConflict | undefined>;
}

/** An option in the fragment of an endpoint. */
export interface EndpointOption<T = unknown> {
  /** What its value stands for, for the help; leave it out if the option takes none. */
  readonly value?: string;
  /** What it is for, for the help. */
  readonly help: string;
  /** What its value must be, for messages. */
  readonly must: string;
  /** Whether a value is bytes, not UTF-8. `read` then gets a character from U+0000 to U+00FF for each. */
  readonly bytes?: true;
  /**
   * Whether a value may be secret, and with it whatever follows; a message then shows of it at most what
   * `redact` leaves.
   */
  readonly secret?: true;
  /**
   * Hides what may be secret in a wrong value.
   * @default all of it, if the option is secret
   */
  readonly redact?: (value: string) => string;
  /** Whether it may be repeated. */
  readonly repeats?: true;
  /** What its use needs permission for, besides what the kind needs. */
  readonly permissions?: readonly Deno.PermissionName[];
  /** Whether it compares several checks, so that one round cannot judge it. */
  readonly acrossChecks?: true;
  /** Reads a value: what it changes in the endpoint, or `undefined` if it is wrong. */
  read(value: string, current: T): Partial<T> | undefined;
}

/**
 * Creates the `read` of an option whose value is one part of the endpoint.
 *
 * @param parse Returns `undefined` if the value is wrong.
 */
export function readInto<K extends string, V>(
  part: K,
  parse: (value: string) => V | undefined,
): (value: string) => { [P in K]: V } | undefined {
  return (value) => {
    const parsed = parse(value);
    return parsed === undefined ? undefined : { [part]: parsed } as { [P in K]: V };
  };
}

/** An option that contradicts another, or names a wrong file. */
export interface OptionConflict {
  /** What is wrong: `option body-file must not be combined with body`. */
  readonly must: string;
  /** The value that was given, or the names of the options if it may be secret. */
  readonly got?: string;
  /** The option whose value this is, if it could also be the rest of a secret before it. */
  readonly option?: string;
}

/** The files of a client certificate, read at every handshake. */
export interface ClientFiles {
  /** The certificate, and the intermediate ones after it. */
  readonly cert: string;
  /** Its private key. */
  readonly key: string;
}

/** What a probe takes from its surroundings. */
export interface ProbeOptions {
  /** Certificates in PEM to trust besides the usual authorities. */
  readonly authorities: readonly string[];
  /** The client certificate of every endpoint over TLS that has none of its own. */
  readonly clientFiles?: ClientFiles | undefined;
  /** The sockets that the endpoint may use. */
  readonly sockets: Sockets;
  /** Looks a name up. */
  readonly lookUp: LookUp;
  /** Reads a file. */
  readonly readFile: ReadFile;
  /** Reads something else of a file. */
  readonly shareRead: ShareRead;
  /** Takes the phases of its one check; `undefined` costs nothing. */
  readonly trace?: Trace | undefined;
}
