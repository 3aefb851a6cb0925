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
  /** How long a success stands in for a check, from its start; 0 if it never does. */
  readonly every: Seconds;
  /** Whether the pod is ready even if it fails. */
  readonly optional: boolean;
  /** The groups that it belongs to, each once. */
  readonly groups: readonly string[];
  /** The labels of the alerts about it. */
  readonly alertLabels?: Readonly<Record<string, string>>;
  /** The permissions that its checks need besides the network. */
  readonly permissions: readonly Deno.PermissionName[];
  /** What was probably meant otherwise, in words that hold no secret. */
  readonly warnings?: readonly string[];
  /** Whether its probe compares several checks, so that one round cannot judge it. */
  readonly acrossChecks: boolean;
  /** The options that only its kind knows. They may hold secrets. */
  readonly own: Own;
}
