/** @module What servers of gRPC say. */
import {
  type Bytes,
  END_HEADERS,
  END_STREAM,
  field,
  frame,
  TYPE,
} from "../../servers/http2_frames.ts";
import type { Speech } from "./server.ts";

const SETTINGS = frame(TYPE.SETTINGS, 0, 0);
/** The message of the health service: its status is 1 where it serves, and UNKNOWN without one. */
const message = (status: number): Bytes => [0, 0, 0, 0, 2, 0x08, status];
const UNKNOWN: Bytes = [0, 0, 0, 0, 0];
/** An answer of gRPC, with its code in the trailers. */
const answer = (message: Bytes, code = 0, type = "application/grpc"): Bytes => [
  ...SETTINGS,
  ...frame(TYPE.HEADERS, END_HEADERS, 1, [0x88, ...field("content-type", type)]),
  ...frame(TYPE.DATA, 0, 1, message),
  ...frame(TYPE.HEADERS, END_HEADERS | END_STREAM, 1, field("grpc-status", String(code))),
];

/** A server of gRPC. */
export function grpcOver(scheme: string, fragment: string): Speech {
  const path = scheme.endsWith("+unix") ? ":/" : "/";
  const goaway = (stream: number): Bytes => frame(TYPE.GOAWAY, 0, 0, [0, 0, 0, stream, 0, 0, 0, 1]);
  const RESET = frame(TYPE.RST_STREAM, 0, 1, [0, 0, 0, 7]);
  const said: Readonly<Record<string, Bytes>> = {
    good: answer(message(1)),
    "good, then goes away": [...SETTINGS, ...goaway(1), ...answer(message(1))],
    lie: answer(message(2)),
    unknown: answer(UNKNOWN),
    "not found": answer(message(1), 5),
    "no gRPC": answer(message(1), 0, "text/html"),
    goaway: [...SETTINGS, ...goaway(0)],
    reset: [...SETTINGS, ...RESET],
  };
  return {
    url: (address) => `${scheme}://${address}${path}#${fragment}`,
    good: ["good, then goes away"],
    answers: Object.fromEntries(
      Object.entries(said).map(([mode, bytes]) => [mode, () => Uint8Array.from(bytes)]),
    ),
  };
}
