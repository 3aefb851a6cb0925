import type { Endpoint, Probe, Target } from "../report.ts";

/** What a URL's scheme stands for. */
export interface Kind {
  /** The shape of its URLs, for the help. */
  readonly shape: string;
  /** When a check of it succeeds, for the help. */
  readonly success: string;
  /** Loads its probe; only endpoints of this kind pay for it. */
  readonly load: () => Promise<{ probe: Probe }>;
}

/** Every kind by its scheme: a scheme that is not here is a wrong argument. */
export const KINDS: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ["http:", {
    shape: "http://host[:port]/path",
    success: "status 200 to 399",
    load: () => import("./http.ts"),
  }],
  ["https:", {
    shape: "https://host[:port]/path",
    success: "status 200 to 399, and a good certificate",
    load: () => import("./https.ts"),
  }],
]);

/** Joins each endpoint with the probe of its kind. */
export function loadProbes(endpoints: readonly Endpoint[]): Promise<Target[]> {
  return Promise.all(endpoints.map(async (endpoint) => {
    const kind = KINDS.get(endpoint.url.protocol);
    if (kind === undefined) throw new TypeError(`no kind for ${endpoint.url.protocol}`);
    return { endpoint, probe: (await kind.load()).probe };
  }));
}
