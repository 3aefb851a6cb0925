import { createGrpcProbe } from "./grpc_probe.ts";
import type { CreateProbe } from "../check/report.ts";
import { besideUsual, dialTls } from "../net/tls.ts";

/** Checks a `grpcs:` endpoint. */
export const createProbe: CreateProbe = (endpoint, { authorities }) => {
  const { hostname } = endpoint.url;
  const port = Number(endpoint.url.port);
  const { insecure } = endpoint;
  const ca = besideUsual(authorities);
  return Promise.resolve(createGrpcProbe(endpoint, {
    scheme: "https",
    open: (signal) => dialTls({ hostname, port, protocol: "h2", insecure, ca, signal }),
  }));
};
