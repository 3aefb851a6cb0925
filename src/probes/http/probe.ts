/** @module The probe of every kind that speaks HTTP/1.1. */
import type { Endpoint } from "../../check/endpoint.ts";
import { cleanReason, cutName } from "../../check/reason.ts";
import type { Outcome } from "../../check/report.ts";
import type { Probe } from "../../check/target.ts";
import type { Trace } from "../../check/trace.ts";
import { type Dialer, exchange, type Stream, writeWhile } from "../../net/http1/exchange.ts";
import { hasWholeBody, readHead } from "../../net/http1/head.ts";
import type { ReadFile } from "../../net/files/reads.ts";
import type { Sockets } from "../../net/sockets/limit.ts";
import type { BodyJudge } from "../body/judge.ts";
import type { Missing } from "../body/metrics/page.ts";
import { withFiles } from "../headers/files.ts";
import { type HttpOptions, judgesBody } from "./options.ts";
import { formatRequest, partsOf, readRequestFiles, type RequestParts } from "./request.ts";
import { headInWords, requestInWords } from "./phases.ts";
import { createProgressProbe, type OnWork } from "./progress.ts";

/** The defaults of the options. The statuses that are success are those of the kubelet. */
export const HTTP_DEFAULTS: HttpOptions = {
  status: [{ first: 200, last: 399 }],
  method: null,
  body: null,
  bodyFile: null,
  headers: [],
  headerFiles: [],
  contains: null,
  json: null,
  metric: null,
  progress: null,
  busy: null,
  each: [],
  ifMissing: false,
  stall: null,
};

/** Options of {@linkcode createHttpProbe}. */
export interface CreateHttpProbeOptions extends Dialer {
  /** The sockets that the endpoint may use. */
  sockets: Sockets;
  /** Reads the files that hold parts of the request. */
  readFile: ReadFile;
  /**
   * Takes the phases of a check.
   * @default {undefined}
   */
  trace?: Trace | undefined;
  /**
   * The value of the `Host` field.
   * @default {endpoint.url.host}
   */
  host?: string;
  /**
   * The path and query to request.
   * @default {endpoint.url.pathname + endpoint.url.search}
   */
  target?: string;
}

/**
 * Creates a probe that sends one request over a connection of its own. It judges the answer by its
 * status, and by its body where the endpoint says so. A body that breaks off or does not come is a failure,
 * as for the kubelet. A redirect is an answer; it is not followed.
 *
 * It speaks HTTP/1.1 over a bare connection because `fetch` obeys proxy variables even for localhost,
 * refuses some ports, and costs 20 MB more memory (see docs/performance.md).
 */
export async function createHttpProbe(
  endpoint: Endpoint<HttpOptions>,
  {
    open,
    prepare,
    sockets,
    readFile,
    trace,
    host = endpoint.url.host,
    target = endpoint.url.pathname + endpoint.url.search,
  }: CreateHttpProbeOptions,
): Promise<Probe> {
  const { own } = endpoint;
  const createJudges = await loadJudges(own);
  const talk = async (
    conn: Stream,
    close: () => void,
    request: Uint8Array,
    onWork: OnWork,
  ): Promise<Outcome> => {
    trace?.add("send", requestInWords(request));
    const receive = trace?.begin("receive");
    const head = await writeWhile(conn, request, () => readHead(conn));
    if (receive !== undefined) receive.shown = headInWords(head);
    const { status } = head;
    const found = `status ${status}`;
    const isSuccess = own.status.some(({ first, last }) => status >= first && status <= last);
    const verdict: Outcome = isSuccess
      ? { ok: true, status, found }
      : { ok: false, status, failure: "status", reason: found };
    if (own.method === "HEAD") {
      receive?.end(", no body");
      return verdict;
    }
    const missing: Missing[] = [];
    const judges = isSuccess ? createJudges?.(onWork, (metric) => missing.push(metric)) : undefined;
    if (judges === undefined && receive === undefined && hasWholeBody(head)) return verdict;
    const { judgeAnswer } = await import("./body.ts");
    const outcome = await judgeAnswer(verdict, {
      conn,
      head,
      judges: judges ?? [],
      close,
      receive,
    });
    return outcome.ok ? withMissing(outcome, missing) : outcome;
  };
  const send = (request: Uint8Array, signal: AbortSignal, onWork: OnWork): Promise<Outcome> =>
    exchange(
      { open, prepare, sockets },
      (conn, close) => talk(conn, close, request, onWork),
      signal,
    );
  const format = (parts: RequestParts): Uint8Array =>
    formatRequest(endpoint, { host, target, ...parts });
  const readsFiles = own.headerFiles.length > 0 || own.bodyFile !== null;
  const fixed = readsFiles ? undefined : format(partsOf(own));
  const check = (signal: AbortSignal, onWork: OnWork): Promise<Outcome> =>
    fixed !== undefined ? send(fixed, signal, onWork) : withFiles(
      (signal) => readRequestFiles(own, readFile, signal),
      (parts, signal) => send(format(parts), signal, onWork),
      trace,
    )(signal);
  return own.progress === null || own.stall === null
    ? (signal) => check(signal, () => {})
    : createProgressProbe(own.stall, own.progress.name, check, trace);
}

/** Says which metrics are missing and counted as 0. One that may be a mistake is a warning. */
function withMissing(outcome: Outcome & { ok: true }, missing: readonly Missing[]): Outcome {
  let { found, warning } = outcome;
  for (const { name, nearest } of missing) {
    const counted = `${cutName(name)} is missing, counted as 0`;
    if (nearest === undefined) found += `, ${counted}`;
    else warning ??= cleanReason(`${counted}; did you mean ${nearest}?`);
  }
  return { ...outcome, found, ...(warning === undefined ? {} : { warning }) };
}

type CreateJudges = (
  onWork: OnWork,
  onMissing: (metric: Missing) => void,
) => readonly BodyJudge[];

async function loadJudges(
  own: HttpOptions,
): Promise<CreateJudges | undefined> {
  if (!judgesBody(own)) return undefined;
  const { createBodyJudges } = await import("./judges.ts");
  return (onWork, onMissing) => {
    // A slow body must not make an old value look new.
    const ms = performance.now();
    return createBodyJudges(own, { onWork: (work) => onWork(work, ms), onMissing });
  };
}
