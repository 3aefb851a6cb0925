import type { Seconds } from "../process/time/duration.ts";

/** One thing to check, as a valid ENDPOINT argument describes it. */
export interface Endpoint<Own = unknown> {
  /** Its label in every report, unique among the endpoints of one process. */
  readonly name: string;
  /** The URL with everything it holds, secrets included. Never print it. */
  readonly url: URL;
  /** The URL without user info, query and fragment: safe to print. */
  readonly shownUrl: string;
  /** How long one check may take. */
  readonly timeout: Seconds;
  /** How long a success is kept and told again; 0 if every check is new. */
  readonly every: Seconds;
  /** Whether the whole is ready without it. */
  readonly optional: boolean;
  /** The groups that it belongs to, each once. */
  readonly groups: readonly string[];
  /** What its checks need permission for, besides the network. */
  readonly permissions: readonly Deno.PermissionName[];
  /** Whether it compares several checks, so that one round cannot judge it. */
  readonly acrossChecks: boolean;
  /** The part that only its kind knows. It may hold secrets. */
  readonly own: Own;
}
