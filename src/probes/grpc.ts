import { dial } from "../net/dial.ts";
import { createGrpcProbe, fitsGrpc } from "./grpc_probe.ts";
import type { Kind } from "./kind.ts";

/** The kind `grpc:`, without TLS. */
export const KIND: Kind<object> = {
  shape: "grpc://host:port[/service]",
  success: "grpc.health.v1 says SERVING",
  host: true,
  permissions: [],
  defaults: {},
  fits: fitsGrpc,
  loadOptions: () => Promise.resolve({ table: {} }),
  createProbe: (endpoint, { sockets, lookUp }) => {
    const { hostname } = endpoint.url;
    const port = Number(endpoint.url.port);
    return Promise.resolve(createGrpcProbe(endpoint, {
      scheme: "http",
      open: (signal) => dial({ hostname, port, lookUp, signal }),
      sockets,
    }));
  },
};
