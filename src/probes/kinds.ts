/** @module The table of kinds. */
import type { Endpoint } from "../check/endpoint.ts";
import { KeptSuccess } from "../check/kept_success.ts";
import type { Target } from "../check/target.ts";
import type { Trace } from "../check/trace.ts";
import type { FileReads } from "../net/files/reads.ts";
import type { SocketLimit } from "../net/sockets/limit.ts";
import type { Kind, ProbeOptions } from "./kind.ts";

/** Loads each kind by its scheme; only its endpoints pay for it. Any other scheme is a wrong argument. */
export const KINDS: ReadonlyMap<string, () => Promise<Kind>> = new Map<
  string,
  () => Promise<Kind>
>([
  ["http:", async () => (await import("./http/http.ts")).KIND],
  ["https:", async () => (await import("./http/https.ts")).KIND],
  ["http+unix:", async () => (await import("./http/unix.ts")).KIND],
  ["tcp:", async () => (await import("./tcp/tcp.ts")).KIND],
  ["grpc:", async () => (await import("./grpc/grpc.ts")).KIND],
  ["grpcs:", async () => (await import("./grpc/grpcs.ts")).KIND],
  ["grpc+unix:", async () => (await import("./grpc/unix.ts")).KIND],
  ["file:", async () => (await import("./file/file.ts")).KIND],
]);

/** Options of {@linkcode loadProbes}. */
export interface LoadProbesOptions
  extends Omit<ProbeOptions, "sockets" | "readFile" | "shareRead" | "trace"> {
  /** Limits the sockets of all checks. */
  readonly sockets: SocketLimit;
  /**
   * The reads of files that all checks share; leave it out if no endpoint names a file.
   * @default {undefined}
   */
  readonly files?: FileReads | undefined;
  /**
   * Creates what takes the phases of an endpoint, which is then checked once.
   * @default {() => undefined}
   */
  readonly createTrace?: (() => Trace) | undefined;
}

/** Joins each endpoint with a probe of its kind. */
export function loadProbes(
  endpoints: readonly Endpoint[],
  { sockets, files, createTrace, ...options }: LoadProbesOptions,
): Promise<Target[]> {
  return Promise.all(endpoints.map(async (endpoint) => {
    const kind = await KINDS.get(endpoint.url.protocol)?.();
    if (kind === undefined) throw new TypeError(`no kind for ${endpoint.url.protocol}`);
    const priority = endpoint.optional ? "optional" : "required";
    const trace = createTrace?.();
    const probe = await kind.createProbe(endpoint, {
      ...options,
      sockets: sockets.of(priority),
      readFile: files?.of(priority) ?? readNone,
      shareRead: files?.sharedBy(priority) ?? ((_, path) => readNone(path)),
      trace,
    });
    const { every } = endpoint;
    const target = { endpoint, probe, trace };
    return every === 0 ? target : { ...target, kept: new KeptSuccess(every) };
  }));
}

function readNone(path: string): Promise<never> {
  return Promise.reject(new TypeError(`no way to read ${path}`));
}
