import { dialUnix } from "../../net/sockets/dial_unix.ts";
import { socketLimit, socketOf } from "../../net/sockets/unix_url.ts";
import { HTTP_OPTIONS, type HttpOptions } from "./options.ts";
import { createHttpProbe, HTTP_DEFAULTS } from "./probe.ts";
import type { Kind } from "../kind.ts";

/** The kind `http+unix:`, HTTP over a socket file. */
export const KIND: Kind<HttpOptions> = {
  shape: "http+unix:///run/app.sock[:/path]",
  success: "the status is 200 to 399, over a socket file",
  namesHost: false,
  permissions: ["read", "write"],
  defaults: HTTP_DEFAULTS,
  fits: (url) => url.host === "" && socketOf(url) !== undefined,
  limit: socketLimit,
  options: HTTP_OPTIONS,
  createProbe: (endpoint, { sockets, readFile, trace }) => {
    const socket = socketOf(endpoint.url);
    if (socket === undefined) throw new TypeError(`no socket file in ${endpoint.shownUrl}`);
    const { path, target } = socket;
    return createHttpProbe(endpoint, {
      open: (signal) => dialUnix(path, signal, trace),
      sockets,
      readFile,
      trace,
      host: "localhost",
      target,
    });
  },
};
