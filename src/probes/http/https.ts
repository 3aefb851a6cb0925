import { createExpiryProbe } from "../tls/expiry.ts";
import { portOf } from "../../net/address.ts";
import { HTTP_OPTIONS, type HttpOptions } from "./options.ts";
import { createHttpProbe, HTTP_DEFAULTS } from "./probe.ts";
import type { Kind } from "../kind.ts";
import { TLS_DEFAULTS, TLS_OPTIONS, type TlsOptions } from "../tls/options.ts";

/** The kind `https:`. */
export const KIND: Kind<HttpOptions & TlsOptions> = {
  shape: "https://host[:port]/path",
  success: "the status is 200 to 399, and a good certificate",
  namesHost: true,
  permissions: [],
  defaults: { ...HTTP_DEFAULTS, ...TLS_DEFAULTS },
  fits: () => true,
  options: {
    table: { ...HTTP_OPTIONS.table, ...TLS_OPTIONS.table },
    conflict: async (own, endpoint) =>
      await HTTP_OPTIONS.conflict?.(own, endpoint) ?? TLS_OPTIONS.conflict?.(own, endpoint),
  },
  createProbe: async (endpoint, options) => {
    const { createTlsDialer } = await import("../tls/dialer.ts");
    const port = portOf(endpoint.url);
    const dialer = await createTlsDialer(endpoint, { ...options, port, protocol: "http/1.1" });
    const { sockets, readFile, trace } = options;
    const probe = await createHttpProbe(endpoint, { ...dialer, sockets, readFile, trace });
    return createExpiryProbe(endpoint.own.expires, probe);
  },
};
