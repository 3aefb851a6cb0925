import type { EndpointOptionName } from "./options.ts";
import { decodePercent } from "../process/percent.ts";
import type { CreateProbe, Endpoint, ProbeOptions, Target } from "../check/report.ts";
import { socketOf } from "../net/socket_url.ts";

/** What a URL's scheme stands for. */
export interface Kind {
  /** The shape of its URLs, for the help and for who gets it wrong. */
  readonly shape: string;
  /** When a check of it succeeds, for the help. */
  readonly success: string;
  /** Whether its URLs name a host. */
  readonly host: boolean;
  /** Whether a URL, which is otherwise valid, has the shape. */
  readonly fits: (url: URL) => boolean;
  /** The options it has a use for. */
  readonly options: readonly EndpointOptionName[];
  /** What its checks need permission for, besides the network. */
  readonly permissions: readonly Deno.PermissionName[];
  /** Loads its probe; only endpoints of this kind pay for it. */
  readonly load: () => Promise<{ createProbe: CreateProbe }>;
}

const ANY: readonly EndpointOptionName[] = ["name", "timeout", "optional"];
const HTTP: readonly EndpointOptionName[] = [
  ...ANY,
  "status",
  "method",
  "header",
  "contains",
  "json",
];

/** Every kind by its scheme: a scheme that is not here is a wrong argument. */
export const KINDS: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ["http:", {
    shape: "http://host[:port]/path",
    success: "status 200 to 399",
    host: true,
    fits: () => true,
    options: HTTP,
    permissions: [],
    load: () => import("../probes/http.ts"),
  }],
  ["https:", {
    shape: "https://host[:port]/path",
    success: "the same, and a good certificate",
    host: true,
    fits: () => true,
    options: [...HTTP, "insecure"],
    permissions: [],
    load: () => import("../probes/https.ts"),
  }],
  ["http+unix:", {
    shape: "http+unix:///run/app.sock:/path",
    success: "the same as http, over a socket file",
    host: false,
    fits: (url) => url.host === "" && socketOf(url) !== undefined,
    options: HTTP,
    permissions: ["read", "write"],
    load: () => import("../probes/http_unix.ts"),
  }],
  ["tcp:", {
    shape: "tcp://host:port",
    success: "it connects",
    host: true,
    fits: (url) => isBare(url) && url.pathname === "",
    options: ANY,
    permissions: [],
    load: () => import("../probes/tcp.ts"),
  }],
  ["grpc:", {
    shape: "grpc://host:port[/service]",
    success: "grpc.health.v1 says SERVING",
    host: true,
    fits: (url) => isBare(url) && decodePercent(url.pathname) !== undefined,
    options: ANY,
    permissions: [],
    load: () => import("../probes/grpc.ts"),
  }],
  ["grpcs:", {
    shape: "grpcs://host:port[/service]",
    success: "the same over TLS, and a good certificate",
    host: true,
    fits: (url) => isBare(url) && decodePercent(url.pathname) !== undefined,
    options: [...ANY, "insecure"],
    permissions: [],
    load: () => import("../probes/grpcs.ts"),
  }],
]);

function isBare({ port, username, password, search }: URL): boolean {
  return port !== "" && username === "" && password === "" && search === "";
}

/** The kind of an endpoint. */
export function kindOf({ url }: Endpoint): Kind {
  const kind = KINDS.get(url.protocol);
  if (kind === undefined) throw new TypeError(`no kind for ${url.protocol}`);
  return kind;
}

/** What the checks of these need permission for, besides the network. */
export function permissionsOf(endpoints: readonly Endpoint[]): Deno.PermissionName[] {
  return endpoints.flatMap((endpoint) => kindOf(endpoint).permissions);
}

/** Joins each endpoint with a probe of its kind. */
export function loadProbes(
  endpoints: readonly Endpoint[],
  options: ProbeOptions,
): Promise<Target[]> {
  return Promise.all(endpoints.map(async (endpoint) => {
    const { createProbe } = await kindOf(endpoint).load();
    return { endpoint, probe: await createProbe(endpoint, options) };
  }));
}
