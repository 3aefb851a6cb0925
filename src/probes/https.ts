import type { HttpOptions } from "./http_options.ts";
import { createHttpProbe, HTTP_DEFAULTS } from "./http_probe.ts";
import type { Kind } from "./kind.ts";
import { TLS_DEFAULTS, TLS_OPTIONS, type TlsOptions } from "./tls_options.ts";

const DEFAULT_PORT = 443;

/** The kind `https:`. */
export const KIND: Kind<HttpOptions & TlsOptions> = {
  shape: "https://host[:port]/path",
  success: "the same, and a good certificate",
  host: true,
  permissions: [],
  defaults: { ...HTTP_DEFAULTS, ...TLS_DEFAULTS },
  fits: () => true,
  loadOptions: async () => {
    const { HTTP_OPTIONS } = await import("./http_options.ts");
    return { ...HTTP_OPTIONS, table: { ...HTTP_OPTIONS.table, ...TLS_OPTIONS.table } };
  },
  createProbe: async (endpoint, { authorities, sockets, lookUp, readFile }) => {
    const { withDefaultAuthorities, dialTls } = await import("../net/tls.ts");
    const { hostname } = endpoint.url;
    const port = Number(endpoint.url.port || DEFAULT_PORT);
    const { insecure } = endpoint.own;
    const ca = withDefaultAuthorities(authorities);
    return await createHttpProbe(endpoint, {
      open: (signal) =>
        dialTls({ hostname, port, protocol: "http/1.1", insecure, ca, lookUp, signal }),
      sockets,
      readFile,
    });
  },
};
