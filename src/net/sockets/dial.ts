/** @module Connecting over TCP. */
import { failureOf } from "../../check/reason.ts";
import { outcomeInWords } from "../../check/report.ts";
import type { OngoingPhase, Trace } from "../../check/trace.ts";
import { hostPort, isNamed, unbracket } from "../address.ts";
import type { LookUp } from "../names/look_up.ts";
import { type Connect, connectToFirst, isRefused, isUnreachable } from "./race.ts";

/** Options of {@linkcode dial}. */
export interface DialOptions {
  /** A name or an address in the form of `URL.hostname`: IPv6 in brackets. */
  hostname: string;
  port: number;
  /** Looks a name up. */
  lookUp: LookUp;
  /** Aborts the attempt, including the name look-up. */
  signal: AbortSignal;
  /**
   * Takes the phases.
   * @default {undefined}
   */
  trace?: Trace | undefined;
}

/**
 * Opens a TCP connection.
 *
 * @returns The connection, which the caller closes.
 * @throws what `Deno.connect` and {@linkcode eachAddress} throw.
 */
export function dial(options: DialOptions): Promise<Deno.TcpConn> {
  const { port } = options;
  return eachAddress(options, async (hostname, signal, phase) => {
    const conn = await Deno.connect({ hostname, port, signal });
    if (!isConnectedToItself(conn)) {
      phase?.end(`, from ${hostPort(conn.localAddr)}`);
      return conn;
    }
    conn.close();
    throw connectedToItself();
  });
}

/**
 * Calls `connectTo` with the addresses of a host until one accepts. `localhost` is 127.0.0.1, then
 * ::1, without a look-up (RFC 6761, section 6.3); both at once if both refused the last time. So an
 * application that listens only on ::1 is found, and /etc/hosts is not needed. Every other name is looked up.
 *
 * @param connectTo Connects to one address; IPv6 comes without brackets. It ends its phase, if it has one,
 * when it has connected.
 * @returns What `connectTo` returned.
 * @throws what `connectTo` and the look-up threw; for `localhost`, the refusal of 127.0.0.1 if ::1 is
 * unreachable too.
 */
export async function eachAddress<T extends { close(): void }>(
  { hostname, port, lookUp, signal, trace }: DialOptions,
  connectTo: (address: string, signal: AbortSignal, phase?: OngoingPhase) => Promise<T>,
): Promise<T> {
  const connect: Connect<T> = trace === undefined ? connectTo : async (address, attempt) => {
    const phase = trace.begin("connect", hostPort({ hostname: address, port }));
    try {
      return await connectTo(address, attempt, phase);
    } catch (error) {
      if (phase.endMs !== undefined) throw error;
      if (attempt.aborted) phase.giveUp();
      else phase.fail(outcomeInWords(failureOf(error)));
      throw error;
    }
  };
  if (isNamed(hostname)) {
    return await connectToFirst(await lookUp(hostname, signal, trace), connect, signal);
  }
  if (hostname === "localhost") {
    trace?.add("look up", "localhost: 127.0.0.1, then ::1, by RFC 6761");
  } else return await connect(unbracket(hostname), signal);
  const connectToEither = refused.delete(port) ? connectAtOnce : connectInTurn;
  try {
    return await connectToEither(connect, signal);
  } catch (error) {
    if (isRefused(error)) refused.add(port);
    throw error;
  }
}

/**
 * The ports that neither address of localhost accepted the last time. Both are then tried at once, which
 * took 16 % less processor time of an answer about an endpoint that is down (docs/performance.md).
 */
const refused = new Set<number>();

async function connectInTurn<T>(connect: Connect<T>, signal: AbortSignal): Promise<T> {
  try {
    return await connect("127.0.0.1", signal);
  } catch (error) {
    if (!isRefused(error)) throw error;
    return await connect("::1", signal).catch((second) => {
      throw chosenOf(error, second);
    });
  }
}

/** Connects to both. 127.0.0.1 counts if it does not refuse; the attempt at ::1 is then aborted. */
async function connectAtOnce<T extends { close(): void }>(
  connect: Connect<T>,
  signal: AbortSignal,
): Promise<T> {
  const stop = new AbortController();
  const abort = (): void => stop.abort(signal.reason);
  signal.addEventListener("abort", abort);
  const attempt = connect("127.0.0.1", signal);
  attempt.then(abort, (error) => isRefused(error) || abort());
  const [first, second] = await Promise.allSettled([attempt, connect("::1", stop.signal)]);
  signal.removeEventListener("abort", abort);
  if (first.status === "rejected" && isRefused(first.reason)) {
    if (second.status === "fulfilled") return second.value;
    throw chosenOf(first.reason, second.reason);
  }
  if (second.status === "fulfilled") second.value.close();
  if (first.status === "rejected") throw first.reason;
  return first.value;
}

/** A host without IPv6 must not hide that 127.0.0.1 refused. */
function chosenOf(first: unknown, second: unknown): unknown {
  return isRefused(second) || isUnreachable(second) ? first : second;
}

/** The two ends of a connection over TCP. */
export type Ends = Pick<Deno.TcpConn, "localAddr" | "remoteAddr">;

/**
 * Reports whether both ends of a connection are the same. Where nothing listens on a port of the ephemeral
 * range, Linux may give a connection to it that port as its source (a simultaneous open, RFC 9293, section
 * 3.5). The connection then echoes what it is sent.
 */
export function isConnectedToItself({ localAddr, remoteAddr }: Ends): boolean {
  return localAddr.port === remoteAddr.port && localAddr.hostname === remoteAddr.hostname;
}

/** The error of a port where nothing listens, for a connection to itself. */
export function connectedToItself(): Error {
  const error = new Deno.errors.ConnectionRefused("nothing listens: the connection is to itself");
  return Object.assign(error, { code: "ECONNREFUSED" });
}
