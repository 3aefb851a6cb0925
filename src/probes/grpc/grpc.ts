import { dial } from "../../net/sockets/dial.ts";
import { GRPC_DEFAULTS, GRPC_OPTIONS } from "./options.ts";
import { createGrpcProbe, fitsGrpc } from "./probe.ts";
import type { HeaderOptions } from "../headers/options.ts";
import type { Kind } from "../kind.ts";

/** The kind `grpc:`, without TLS. */
export const KIND: Kind<HeaderOptions> = {
  shape: "grpc://host:port[/service]",
  success: "grpc.health.v1 says SERVING",
  namesHost: true,
  permissions: [],
  defaults: GRPC_DEFAULTS,
  fits: fitsGrpc,
  options: GRPC_OPTIONS,
  createProbe: (endpoint, { sockets, lookUp, readFile, trace }) => {
    const { hostname } = endpoint.url;
    const port = Number(endpoint.url.port);
    return Promise.resolve(createGrpcProbe(endpoint, {
      scheme: "http",
      open: (signal) => dial({ hostname, port, lookUp, signal, trace }),
      sockets,
      readFile,
      trace,
    }));
  },
};
