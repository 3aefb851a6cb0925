import { GRPC_DEFAULTS, GRPC_OPTIONS } from "./grpc_options.ts";
import { createGrpcProbe, fitsGrpc } from "./grpc_probe.ts";
import type { HeaderOptions } from "./header_options.ts";
import type { Kind } from "./kind.ts";
import { TLS_DEFAULTS, TLS_OPTIONS, type TlsOptions } from "./tls_options.ts";

/** The kind `grpcs:`. */
export const KIND: Kind<HeaderOptions & TlsOptions> = {
  shape: "grpcs://host:port[/service]",
  success: "the same over TLS, and a good certificate",
  host: true,
  permissions: [],
  defaults: { ...GRPC_DEFAULTS, ...TLS_DEFAULTS },
  fits: fitsGrpc,
  loadOptions: () => Promise.resolve({ table: { ...GRPC_OPTIONS.table, ...TLS_OPTIONS.table } }),
  createProbe: async (endpoint, { authorities, sockets, lookUp, readFile }) => {
    const { withDefaultAuthorities, dialTls } = await import("../net/tls.ts");
    const { hostname } = endpoint.url;
    const port = Number(endpoint.url.port);
    const { insecure } = endpoint.own;
    const ca = withDefaultAuthorities(authorities);
    return await createGrpcProbe(endpoint, {
      scheme: "https",
      open: (signal) => dialTls({ hostname, port, protocol: "h2", insecure, ca, lookUp, signal }),
      sockets,
      readFile,
    });
  },
};
