import { dial } from "../../net/sockets/dial.ts";
import { exchange } from "../../net/http1/exchange.ts";
import { isBare } from "../bare_url.ts";
import type { Kind } from "../kind.ts";
import type { TcpOptions } from "./options.ts";

/** The kind `tcp:`. */
export const KIND: Kind<TcpOptions> = {
  shape: "tcp://host:port",
  success: "it connects, and answers as expected if asked to",
  host: true,
  permissions: [],
  defaults: { send: null, expect: null },
  fits: (url) => isBare(url) && url.pathname === "",
  loadOptions: async () => (await import("./options.ts")).TCP_OPTIONS,
  createProbe: async ({ url, own }, { sockets, lookUp }) => {
    const { hostname } = url;
    const port = Number(url.port);
    const talks = own.send !== null || own.expect !== null;
    const talk = talks ? (await import("./talk.ts")).talk : undefined;
    const open = (signal: AbortSignal): Promise<Deno.TcpConn> =>
      dial({ hostname, port, lookUp, signal });
    return (signal) =>
      exchange(
        { open, sockets },
        (conn) =>
          talk?.(conn, own, signal) ??
            Promise.resolve({ ok: true, status: null, found: "connected" }),
        signal,
      );
  },
};
