import { dial } from "../../net/sockets/dial.ts";
import { exchange } from "../../net/http1/exchange.ts";
import { isBare } from "../bare_url.ts";
import type { Kind } from "../kind.ts";
import { TCP_OPTIONS, type TcpOptions } from "./options.ts";
import { talk } from "./talk.ts";

/** The kind `tcp:`. */
export const KIND: Kind<TcpOptions> = {
  shape: "tcp://host:port",
  success: "it connects, and answers as expected if asked to",
  namesHost: true,
  permissions: [],
  defaults: { send: null, expect: null },
  fits: (url) => isBare(url) && url.pathname === "",
  options: TCP_OPTIONS,
  createProbe: ({ url, own }, { sockets, lookUp, trace }) => {
    const { hostname } = url;
    const port = Number(url.port);
    const open = (signal: AbortSignal): Promise<Deno.TcpConn> =>
      dial({ hostname, port, lookUp, signal, trace });
    return Promise.resolve((signal) =>
      exchange({ open, sockets }, (conn) => talk(conn, own, signal, trace), signal)
    );
  },
};
