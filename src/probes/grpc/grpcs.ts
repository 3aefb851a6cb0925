import { createExpiryProbe } from "../tls/expiry.ts";
import { GRPC_DEFAULTS, GRPC_OPTIONS } from "./options.ts";
import { createGrpcProbe, fitsGrpc } from "./probe.ts";
import type { HeaderOptions } from "../headers/options.ts";
import type { Kind } from "../kind.ts";
import { TLS_DEFAULTS, TLS_OPTIONS, type TlsOptions } from "../tls/options.ts";

/** The kind `grpcs:`. */
export const KIND: Kind<HeaderOptions & TlsOptions> = {
  shape: "grpcs://host:port[/service]",
  success: "grpc.health.v1 says SERVING, and a good certificate",
  namesHost: true,
  permissions: [],
  defaults: { ...GRPC_DEFAULTS, ...TLS_DEFAULTS },
  fits: fitsGrpc,
  options: { ...TLS_OPTIONS, table: { ...GRPC_OPTIONS.table, ...TLS_OPTIONS.table } },
  createProbe: async (endpoint, options) => {
    const { createTlsDialer } = await import("../tls/dialer.ts");
    const port = Number(endpoint.url.port);
    const dialer = await createTlsDialer(endpoint, { ...options, port, protocol: "h2" });
    const { sockets, readFile, trace } = options;
    const probe = createGrpcProbe(endpoint, {
      ...dialer,
      scheme: "https",
      // As grpc-go does: proxies route by it.
      authority: endpoint.own.serverName ?? endpoint.url.host,
      sockets,
      readFile,
      trace,
    });
    return createExpiryProbe(endpoint.own.expires, probe);
  },
};
