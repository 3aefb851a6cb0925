/** @module The options of the kinds that speak gRPC. */
import { type HeaderOptions, headerOptions } from "../headers/options.ts";
import type { KindOptions } from "../kind.ts";

/** What holds where no option says otherwise. */
export const GRPC_DEFAULTS: HeaderOptions = { headers: [], headerFiles: [] };

/** Fields that the protocol itself sets, and those that HTTP/2 does not have. */
const RESERVED = [
  "connection",
  "content-length",
  "content-type",
  "grpc-encoding",
  "grpc-timeout",
  "keep-alive",
  "proxy-connection",
  "te",
  "transfer-encoding",
  "upgrade",
];

/** The options of every kind that speaks gRPC; its headers are metadata, and `Host` is `:authority`. */
export const GRPC_OPTIONS: KindOptions<HeaderOptions> = { table: headerOptions(RESERVED) };
