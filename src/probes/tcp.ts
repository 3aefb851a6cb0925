import { exchange } from "../net/exchange.ts";
import { dial } from "../net/dial.ts";
import type { CreateProbe } from "../check/report.ts";

/** Checks a `tcp:` endpoint: that it connects. */
export const createProbe: CreateProbe = ({ url }) => {
  const { hostname } = url;
  const port = Number(url.port);
  return Promise.resolve((signal) =>
    exchange(
      { open: (signal) => dial({ hostname, port, signal }), signal },
      () => Promise.resolve({ ok: true, status: null }),
    )
  );
};
