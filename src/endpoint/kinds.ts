/** @module The table of kinds. */
import { KeptSuccess } from "../check/kept_success.ts";
import type { Endpoint } from "../check/endpoint.ts";
import type { Target } from "../check/target.ts";
import type { SocketLimit } from "../net/socket_limit.ts";
import type { Kind, ProbeOptions } from "../probes/kind.ts";

/** Loads each kind by its scheme; only its endpoints pay for it. Any other scheme is a wrong argument. */
export const KINDS: ReadonlyMap<string, () => Promise<Kind>> = new Map<
  string,
  () => Promise<Kind>
>([
  ["http:", async () => (await import("../probes/http.ts")).KIND],
  ["https:", async () => (await import("../probes/https.ts")).KIND],
  ["http+unix:", async () => (await import("../probes/http_unix.ts")).KIND],
  ["tcp:", async () => (await import("../probes/tcp.ts")).KIND],
  ["grpc:", async () => (await import("../probes/grpc.ts")).KIND],
  ["grpcs:", async () => (await import("../probes/grpcs.ts")).KIND],
]);

/** Options of {@linkcode loadProbes}. */
export interface LoadProbesOptions extends Omit<ProbeOptions, "sockets"> {
  /** Limits the sockets of all checks. */
  readonly sockets: SocketLimit;
}

/** Joins each endpoint with a probe of its kind. */
export function loadProbes(
  endpoints: readonly Endpoint[],
  { sockets, ...options }: LoadProbesOptions,
): Promise<Target[]> {
  return Promise.all(endpoints.map(async (endpoint) => {
    const kind = await KINDS.get(endpoint.url.protocol)?.();
    if (kind === undefined) throw new TypeError(`no kind for ${endpoint.url.protocol}`);
    const own = { ...options, sockets: sockets.of(endpoint.optional ? "optional" : "required") };
    const probe = await kind.createProbe(endpoint, own);
    const { every } = endpoint;
    return every === 0 ? { endpoint, probe } : { endpoint, probe, kept: new KeptSuccess(every) };
  }));
}
