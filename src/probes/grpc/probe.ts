/** @module The probe of every kind that speaks gRPC. */
import { STATUS_CODE } from "@std/http/status";
import type { Endpoint } from "../../check/endpoint.ts";
import type { Failure } from "../../check/failure.ts";
import type { Probe } from "../../check/target.ts";
import { CheckFailure } from "../../check/reason.ts";
import type { Trace } from "../../check/trace.ts";
import type { Outcome } from "../../check/report.ts";
import { type Dialer, exchange } from "../../net/http1/exchange.ts";
import type { ReadFile } from "../../net/files/reads.ts";
import { type Http2Request, type Http2Response, requestHttp2 } from "../../net/http2/request.ts";
import { BAD_MESSAGE, ProtobufReader } from "./message.ts";
import type { Sockets } from "../../net/sockets/limit.ts";
import type { Seconds } from "../../process/time/duration.ts";
import { decodePercent } from "../../process/text/percent.ts";
import { VERSION } from "../../process/version.ts";
import { isBare } from "../bare_url.ts";
import { readHeaders, withFiles } from "../headers/files.ts";
import type { Header, HeaderOptions } from "../headers/options.ts";

/** Options of {@linkcode createGrpcProbe}. */
export interface CreateGrpcProbeOptions extends Dialer {
  /** The sockets that the endpoint may use. */
  sockets: Sockets;
  /** Reads the files that hold values of metadata. */
  readFile: ReadFile;
  /**
   * Takes the phases of a check.
   * @default {undefined}
   */
  trace?: Trace | undefined;
  /** The value of the `:scheme` field. */
  scheme: "http" | "https";
  /**
   * The value of the `:authority` field, unless the endpoint has a `Host` of its own.
   * @default {endpoint.url.host}
   */
  authority?: string;
  /**
   * The path that names the service, percent-encoded.
   * @default {endpoint.url.pathname}
   */
  path?: string;
}

const METHOD = "/grpc.health.v1.Health/Check";
/** The values of HealthCheckResponse.ServingStatus. */
const SERVING_STATUSES = ["UNKNOWN", "SERVING", "NOT_SERVING", "SERVICE_UNKNOWN"];
/** The meaning of the gRPC status codes that a health check can get. */
const CODES: ReadonlyMap<number, string> = new Map([
  [4, "deadline exceeded"],
  [5, "unknown service"],
  [7, "permission denied"],
  [8, "resource exhausted"],
  [12, "health checks are not implemented"],
  [13, "internal error"],
  [14, "unavailable"],
  [16, "unauthenticated"],
]);

/**
 * Reports whether a URL has the shape `SCHEME://host:port[/service]`, with a service that can be
 * percent-decoded.
 */
export function fitsGrpc(url: URL): boolean {
  return isBare(url) && decodePercent(url.pathname) !== undefined;
}

/**
 * Creates a probe that calls `grpc.health.v1.Health/Check` over a new connection for each check.
 * The path names the service; without one, the call is for the whole server. Only
 * SERVING is success, as for the kubelet
 * (https://github.com/grpc/grpc/blob/master/doc/health-checking.md).
 */
export function createGrpcProbe(
  { url, timeout, own }: Endpoint<HeaderOptions>,
  {
    open,
    prepare,
    sockets,
    readFile,
    trace,
    scheme,
    authority = url.host,
    path = url.pathname,
  }: CreateGrpcProbeOptions,
): Probe {
  const requestWith = (headers: readonly Header[]): Http2Request => ({
    fields: [
      [":method", "POST"],
      [":scheme", scheme],
      [":path", METHOD],
      // RFC 9113, section 8.3.1: it replaces the field `Host`.
      [":authority", headers.find(isHost)?.[1] ?? authority],
      ["te", "trailers"],
      ["content-type", "application/grpc"],
      ...(headers.some(([name]) => name.toLowerCase() === "user-agent")
        ? []
        : [["user-agent", `healthcheck/${VERSION}`] as const]),
      // The server then cancels the call too.
      ["grpc-timeout", timeoutValue(timeout)],
      // RFC 9113, section 8.2: a name in upper case is malformed.
      ...headers.filter((header) => !isHost(header))
        .map(([name, value]) => [name.toLowerCase(), value] as const),
    ],
    body: messageOf(decodeURIComponent(path.slice(1))),
  });
  const send = (request: Http2Request, signal: AbortSignal): Promise<Outcome> =>
    exchange(
      { open, prepare, sockets },
      async (conn) => {
        const headers = `${request.fields.length} headers`;
        trace?.add("send", `${METHOD}, HTTP/2, ${headers}, ${request.body.length} bytes`);
        const receive = trace?.begin("receive");
        const response = await requestHttp2(conn, request);
        receive?.end(responseInWords(response));
        return outcomeOf(response);
      },
      signal,
    );
  if (own.headerFiles.length > 0) {
    return withFiles(
      (signal) => readHeaders(own, readFile, signal),
      (headers, signal) => send(requestWith(headers), signal),
      trace,
    );
  }
  const request = requestWith(own.headers);
  return (signal) => send(request, signal);
}

function isHost([name]: Header): boolean {
  return name.toLowerCase() === "host";
}

function responseInWords({ head, body }: Http2Response): string {
  return `${head.get(":status")}, ${body?.length ?? 0} bytes`;
}

function outcomeOf({ head, body, trailers }: Http2Response): Outcome {
  const fail = (reason: string, failure: Failure = "protocol"): Outcome => (
    { ok: false, status: null, failure, reason }
  );
  const status = head.get(":status");
  const type = head.get("content-type") ?? "";
  if (status !== String(STATUS_CODE.OK)) return fail(`not gRPC: HTTP status ${status}`);
  if (!/^application\/grpc(?:[+;]|$)/i.test(type)) return fail("not gRPC: another content type");
  // Without a body, the head is also the trailers ("Trailers-Only" in gRPC's protocol).
  const code = (body === null ? head : trailers).get("grpc-status");
  if (code === undefined) return fail("not gRPC: no gRPC status");
  if (!/^\d{1,9}$/.test(code)) return fail("not gRPC: bad gRPC status");
  if (Number(code) !== 0) {
    const words = CODES.get(Number(code));
    return fail(`gRPC status ${Number(code)}${words === undefined ? "" : `: ${words}`}`, "grpc");
  }
  const serving = servingStatus(body ?? new Uint8Array());
  if (serving === 1) return { ok: true, status: null, found: "SERVING" };
  return fail(SERVING_STATUSES[serving] ?? `serving status ${serving}`, "grpc");
}

/** In milliseconds, or in minutes where they have more than the 8 digits of the gRPC protocol. */
function timeoutValue(timeout: Seconds): string {
  const ms = Math.max(1, Math.round(timeout * 1000));
  return ms < 1e8 ? `${ms}m` : `${Math.ceil(timeout / 60)}M`;
}

/** Encodes a HealthCheckRequest, `string service = 1`, after the five bytes of a gRPC frame. */
function messageOf(service: string): Uint8Array {
  const name = new TextEncoder().encode(service);
  const message = name.length === 0 ? [] : [0x0a, ...varint(name.length), ...name];
  return Uint8Array.from([0, 0, 0, message.length >>> 8, message.length & 0xff, ...message]);
}

function varint(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >>> 7)];
}

/** Reads `status = 1` of a HealthCheckResponse; 0 if the message has no such field. */
function servingStatus(body: Uint8Array): number {
  const reader = new ProtobufReader(body.subarray(5));
  const length = body.length < 5 ? -1 : new DataView(body.buffer, body.byteOffset).getUint32(1);
  if (body[0] !== 0 || length !== body.length - 5) throw new CheckFailure("protocol", BAD_MESSAGE);
  let status = 0;
  while (!reader.atEnd) {
    const tag = reader.tag();
    const value = reader.field(tag & 7);
    if (tag === 0x08) status = value;
  }
  return status;
}
