/** @module What every command that checks does first. */
import type { Endpoint } from "../check/endpoint.ts";
import type { Target } from "../check/target.ts";
import { loadProbes } from "../endpoint/kinds.ts";
import { SocketLimit } from "../net/socket_limit.ts";
import { keepOnly } from "../process/permissions.ts";

/** Options of {@linkcode prepareTargets}. */
export interface PrepareTargetsOptions {
  /** What to check. */
  endpoints: readonly Endpoint[];
  /** Certificates in PEM to trust besides the usual authorities. */
  authorities: readonly string[];
  /**
   * The permissions to keep, besides those that the checks need.
   * @default {[]}
   */
  keep?: readonly Deno.PermissionName[];
}

/**
 * Loads the probes of the endpoints, with one limit on all their sockets, and revokes every permission
 * that is not needed from here on. A command opens its own files before it calls this.
 */
export async function prepareTargets(
  { endpoints, authorities, keep = [] }: PrepareTargetsOptions,
): Promise<Target[]> {
  const targets = await loadProbes(endpoints, { authorities, sockets: new SocketLimit() });
  await keepOnly("net", ...keep, ...endpoints.flatMap(({ permissions }) => permissions));
  return targets;
}
