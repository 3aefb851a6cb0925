import { dial } from "../../net/sockets/dial.ts";
import { portOf } from "../../net/address.ts";
import { HTTP_OPTIONS, type HttpOptions } from "./options.ts";
import { createHttpProbe, HTTP_DEFAULTS } from "./probe.ts";
import type { Kind } from "../kind.ts";

/** The kind `http:`. */
export const KIND: Kind<HttpOptions> = {
  shape: "http://host[:port]/path",
  success: "the status is 200 to 399",
  namesHost: true,
  permissions: [],
  defaults: HTTP_DEFAULTS,
  fits: () => true,
  options: HTTP_OPTIONS,
  createProbe: (endpoint, { sockets, lookUp, readFile, trace }) => {
    const { hostname } = endpoint.url;
    const port = portOf(endpoint.url);
    return createHttpProbe(endpoint, {
      open: (signal) => dial({ hostname, port, lookUp, signal, trace }),
      sockets,
      readFile,
      trace,
    });
  },
};
