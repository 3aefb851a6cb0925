import { dial } from "../dial.ts";
import { checkHttp } from "../http_check.ts";
import type { Probe } from "../report.ts";

const DEFAULT_PORT = 80;

/** Checks an `http:` endpoint. */
export const probe: Probe = (endpoint, signal) => {
  const { hostname, port } = endpoint.url;
  const open = (): Promise<Deno.TcpConn> =>
    dial({ hostname, port: Number(port || DEFAULT_PORT), signal });
  return checkHttp(endpoint, { open, signal });
};
