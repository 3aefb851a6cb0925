import { dial } from "../net/dial.ts";
import { createGrpcProbe } from "./grpc_probe.ts";
import type { CreateProbe } from "../check/report.ts";

/** Checks a `grpc:` endpoint, without TLS. */
export const createProbe: CreateProbe = (endpoint) => {
  const { hostname } = endpoint.url;
  const port = Number(endpoint.url.port);
  return Promise.resolve(createGrpcProbe(endpoint, {
    scheme: "http",
    open: (signal) => dial({ hostname, port, signal }),
  }));
};
