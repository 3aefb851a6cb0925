import { dial } from "../net/dial.ts";
import { createHttpProbe } from "./http_probe.ts";
import type { CreateProbe } from "../check/report.ts";

const DEFAULT_PORT = 80;

/** Checks an `http:` endpoint. */
export const createProbe: CreateProbe = (endpoint) => {
  const { hostname } = endpoint.url;
  const port = Number(endpoint.url.port || DEFAULT_PORT);
  return createHttpProbe(endpoint, { open: (signal) => dial({ hostname, port, signal }) });
};
