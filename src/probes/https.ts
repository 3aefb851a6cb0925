import { createHttpProbe } from "./http_probe.ts";
import { besideUsual, dialTls } from "../net/tls.ts";
import type { CreateProbe } from "../check/report.ts";

const DEFAULT_PORT = 443;

/** Checks an `https:` endpoint. */
export const createProbe: CreateProbe = (endpoint, { authorities }) => {
  const { hostname } = endpoint.url;
  const port = Number(endpoint.url.port || DEFAULT_PORT);
  const { insecure } = endpoint;
  const ca = besideUsual(authorities);
  return createHttpProbe(endpoint, {
    open: (signal) => dialTls({ hostname, port, protocol: "http/1.1", insecure, ca, signal }),
  });
};
