/** @module What every command that checks does first. */
import type { Endpoint } from "../check/endpoint.ts";
import type { Target } from "../check/target.ts";
import type { Trace } from "../check/trace.ts";
import { loadProbes } from "../probes/kinds.ts";
import { isNamed } from "../net/address.ts";
import { createBlockingLimit } from "../net/blocking_limit.ts";
import { FileReads } from "../net/files/reads.ts";
import { createReadNameFiles } from "../net/names/files.ts";
import { createLookUp, type LookUp } from "../net/names/look_up.ts";
import type { Semaphore } from "../net/semaphore.ts";
import { SocketLimit } from "../net/sockets/limit.ts";
import { usesCommonCertificate } from "../probes/tls/options.ts";
import { warnOfDenoRun } from "../process/runtime.ts";
import { warnOfOldDeno } from "../process/deno_version.ts";
import { print } from "../process/output/print.ts";
import type { Log } from "../process/output/log.ts";
import { keepOnly } from "../process/permissions.ts";
import type { TlsSettings } from "./arguments/tls.ts";

/** Options of {@linkcode prepareTargets}. */
export interface PrepareTargetsOptions {
  /** What to check. */
  endpoints: readonly Endpoint[];
  /** What the endpoints over TLS have in common. */
  tls: TlsSettings;
  /** Where to warn of an unfit runtime; a command without a log leaves it out. */
  log?: Log;
  /**
   * The permissions to keep, besides those that the checks need.
   * @default {[]}
   */
  keep?: readonly Deno.PermissionName[];
  /**
   * Creates what takes the phases of an endpoint, which is then checked once.
   * @default {() => undefined}
   */
  createTrace?: (() => Trace) | undefined;
}

/**
 * Loads the probes of the endpoints, with one limit on all their sockets, one look-up of their names and
 * one limit on all that holds a thread. Revokes every permission that is not needed from here on: a
 * command opens its own files before it calls this.
 */
export async function prepareTargets(
  { endpoints, tls, log, keep = [], createTrace }: PrepareTargetsOptions,
): Promise<Target[]> {
  if (log !== undefined) {
    warnOfOldDeno(log);
    warnOfDenoRun(log);
  }
  for (const { name, warnings = [] } of endpoints) {
    for (const warning of warnings) warn(name, warning, log);
  }
  const { authorities, certFile, keyFile } = tls;
  const clientFiles = certFile === null || keyFile === null
    ? undefined
    : { cert: certFile, key: keyFile };
  const permissions = endpoints.flatMap(({ permissions }) => permissions);
  if (clientFiles !== undefined && endpoints.some(({ own }) => usesCommonCertificate(own))) {
    permissions.push("read");
  }
  const blocking = createBlockingLimit();
  const targets = await loadProbes(endpoints, {
    authorities,
    clientFiles,
    sockets: new SocketLimit(),
    lookUp: lookUpOf(endpoints, blocking),
    createTrace,
    files: permissions.includes("read") ? new FileReads(blocking) : undefined,
  });
  await keepOnly("net", ...keep, ...permissions);
  return targets;
}

/** Warns in the log, or on standard error where there is none. */
function warn(endpoint: string, warning: string, log: Log | undefined): void {
  if (log !== undefined) log("warn", "endpoint", { endpoint, warning });
  else print(Deno.stderr, `healthcheck: ${endpoint}: ${warning}`);
}

/** Reads the files that a look-up needs only if an endpoint has a name. */
function lookUpOf(endpoints: readonly Endpoint[], blocking: Semaphore): LookUp {
  const named = endpoints.filter(({ url }) => isNamed(url.hostname));
  if (named.length === 0) return (name) => Promise.reject(new TypeError(`${name} is not a name`));
  const required = named.filter(({ optional }) => !optional);
  return createLookUp({
    readFiles: createReadNameFiles(),
    blocking,
    required: new Set(required.map(({ url }) => url.hostname.toLowerCase())),
  });
}
