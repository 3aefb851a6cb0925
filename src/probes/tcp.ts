import { dial } from "../net/dial.ts";
import { exchange } from "../net/exchange.ts";
import { isBare } from "./bare_url.ts";
import type { Kind } from "./kind.ts";

/** The kind `tcp:`. */
export const KIND: Kind<object> = {
  shape: "tcp://host:port",
  success: "it connects",
  host: true,
  permissions: [],
  defaults: {},
  fits: (url) => isBare(url) && url.pathname === "",
  loadOptions: () => Promise.resolve({ table: {} }),
  createProbe: ({ url }, { sockets, lookUp }) => {
    const { hostname } = url;
    const port = Number(url.port);
    return Promise.resolve((signal) =>
      exchange(
        { open: (signal) => dial({ hostname, port, lookUp, signal }), sockets, signal },
        () => Promise.resolve({ ok: true, status: null, found: "connected" }),
      )
    );
  },
};
