import { STATUS_CODE } from "@std/http/status";
import { exchange, type Open } from "../net/exchange.ts";
import { askHttp2, type Http2Answer } from "../net/http2.ts";
import { BAD_MESSAGE, ProtobufReader } from "../net/protobuf.ts";
import { CheckFailure } from "../check/reason.ts";
import type { Endpoint, Outcome, Probe } from "../check/report.ts";
import { VERSION } from "../process/version.ts";

/** How to reach an endpoint that speaks gRPC. */
export interface CreateGrpcProbeOptions {
  open: Open;
  scheme: "http" | "https";
}

const METHOD = "/grpc.health.v1.Health/Check";
/** The values of HealthCheckResponse.ServingStatus. */
const SERVING_STATUSES = ["UNKNOWN", "SERVING", "NOT_SERVING", "SERVICE_UNKNOWN"];
/** The codes of gRPC that a health check meets, and what they mean there. */
const CODES: ReadonlyMap<string, string> = new Map([
  ["4", "deadline exceeded"],
  ["5", "unknown service"],
  ["7", "permission denied"],
  ["8", "resource exhausted"],
  ["12", "health checks are not implemented"],
  ["13", "internal error"],
  ["14", "unavailable"],
  ["16", "unauthenticated"],
]);

/**
 * A probe that asks the service of the endpoint's path, or the whole server, by the health protocol of
 * gRPC (grpc.health.v1), over a connection of its own. SERVING is success.
 */
export function createGrpcProbe(
  { url, timeout }: Endpoint,
  { open, scheme }: CreateGrpcProbeOptions,
): Probe {
  const request = {
    fields: [
      [":method", "POST"],
      [":scheme", scheme],
      [":path", METHOD],
      [":authority", url.host],
      ["te", "trailers"],
      ["content-type", "application/grpc"],
      ["user-agent", `healthcheck/${VERSION}`],
      // The server ends the call as well: it must not work for nobody. At most 8 digits fit.
      ["grpc-timeout", `${Math.max(1, Math.round(timeout * 1000))}m`],
    ],
    body: messageOf(decodeURIComponent(url.pathname.slice(1))),
  } as const;
  return (signal) =>
    exchange({ open, signal }, async (conn) => outcomeOf(await askHttp2(conn, request)));
}

function outcomeOf({ fields, body }: Http2Answer): Outcome {
  const fail = (reason: string): Outcome => ({ ok: false, status: null, reason });
  const status = fields.get(":status") ?? "";
  const type = fields.get("content-type") ?? "";
  if (status !== String(STATUS_CODE.OK)) return fail(`not gRPC: HTTP status ${status}`);
  if (!/^application\/grpc(?:[+;]|$)/i.test(type)) return fail("not gRPC: another content type");
  const code = fields.get("grpc-status");
  if (code === undefined) return fail("not gRPC: no gRPC status");
  if (code !== "0") {
    const words = CODES.get(code);
    return fail(`gRPC status ${code}${words === undefined ? "" : `: ${words}`}`);
  }
  const serving = servingStatus(body);
  if (serving === 1) return { ok: true, status: null };
  return fail(SERVING_STATUSES[serving] ?? `serving status ${serving}`);
}

/** A HealthCheckRequest, `string service = 1`, with the five bytes that gRPC puts before a message. */
function messageOf(service: string): Uint8Array {
  const name = new TextEncoder().encode(service);
  const message = name.length === 0 ? [] : [0x0a, ...varint(name.length), ...name];
  return Uint8Array.from([0, 0, 0, message.length >>> 8, message.length & 0xff, ...message]);
}

function varint(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >>> 7)];
}

/** The `status = 1` of a HealthCheckResponse, which is left out where it is 0. */
function servingStatus(body: Uint8Array): number {
  const reader = new ProtobufReader(body.subarray(5));
  const length = body.length < 5 ? -1 : new DataView(body.buffer, body.byteOffset).getUint32(1);
  if (body[0] !== 0 || length !== body.length - 5) throw new CheckFailure(BAD_MESSAGE);
  let status = 0;
  while (!reader.atEnd) {
    const tag = reader.varint();
    const value = reader.field(tag & 7);
    if (tag === 0x08) status = value;
  }
  return status;
}
