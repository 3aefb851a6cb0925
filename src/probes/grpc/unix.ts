import { dialUnix } from "../../net/sockets/dial_unix.ts";
import { socketLimit, socketOf } from "../../net/sockets/unix_url.ts";
import { decodePercent } from "../../process/text/percent.ts";
import { GRPC_DEFAULTS, GRPC_OPTIONS } from "./options.ts";
import { createGrpcProbe } from "./probe.ts";
import type { HeaderOptions } from "../headers/options.ts";
import type { Kind } from "../kind.ts";

/** The kind `grpc+unix:`, gRPC over a socket file. */
export const KIND: Kind<HeaderOptions> = {
  shape: "grpc+unix:///run/app.sock[:/service]",
  success: "grpc.health.v1 says SERVING, over a socket file",
  namesHost: false,
  permissions: ["read", "write"],
  defaults: GRPC_DEFAULTS,
  fits: (url) => {
    const target = url.host === "" && url.search === "" ? socketOf(url)?.target : undefined;
    return target !== undefined && decodePercent(target) !== undefined;
  },
  limit: socketLimit,
  options: GRPC_OPTIONS,
  createProbe: (endpoint, { sockets, readFile, trace }) => {
    const socket = socketOf(endpoint.url);
    if (socket === undefined) throw new TypeError(`no socket file in ${endpoint.shownUrl}`);
    const { path, target } = socket;
    return Promise.resolve(createGrpcProbe(endpoint, {
      scheme: "http",
      open: (signal) => dialUnix(path, signal, trace),
      sockets,
      readFile,
      trace,
      authority: "localhost",
      path: target,
    }));
  },
};
