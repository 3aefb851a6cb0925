/** @module The handshake of TLS. */
import { connect as connectTcp, type Socket } from "node:net";
import {
  connect,
  type ConnectionOptions,
  type DetailedPeerCertificate,
  type PeerCertificate,
  type TLSSocket,
} from "node:tls";
import type { Stream } from "../http1/exchange.ts";
import { hostPort } from "../address.ts";
import { connectedToItself } from "../sockets/dial.ts";
import { confirmedNames } from "./certificate.ts";
import { tlsFailure } from "./failure.ts";
import { streamOf } from "./stream.ts";
import { CheckFailure } from "../../check/reason.ts";
import type { OngoingPhase, Trace } from "../../check/trace.ts";

/** A connection after its handshake. Nothing of it is verified. */
export interface Opened {
  readonly socket: TLSSocket;
  /** The server's certificate; parsing it takes a while. */
  readonly leaf: Partial<PeerCertificate>;
  readonly stream: Stream;
}

/** What to connect to, and what is told of it. */
export interface Peer {
  /** An IP address. */
  readonly address: string;
  readonly port: number;
  readonly signal: AbortSignal;
  readonly phase: OngoingPhase | undefined;
  readonly trace: Trace | undefined;
}

/**
 * Connects to an address, and does the handshake.
 *
 * @throws {CheckFailure} if the handshake fails, or the connection is one to itself.
 * @throws what the socket emits as `error`.
 */
export function shakeHands(
  options: ConnectionOptions,
  { address, port, signal, phase, trace }: Peer,
): Promise<Opened> {
  const { promise, resolve, reject } = Promise.withResolvers<Opened>();
  const hasClientCertificate = options.cert !== undefined;
  // Deno 2.9 never frees a TLS socket that could not connect, so it gets a connection. A server in Go
  // does not answer the end of the handshake, and Nagle's algorithm would hold the request for 40 ms.
  const conn = connectTcp({ host: address, port, noDelay: true });
  let socket: Socket = conn;
  let handshake: OngoingPhase | undefined;
  const abort = (): void => {
    handshake?.giveUp();
    socket.destroy(new Error("aborted"));
  };
  signal.addEventListener("abort", abort);
  const fail = (error: unknown): void => {
    signal.removeEventListener("abort", abort);
    reject(error);
  };
  // The listeners for errors are never removed: an error without one would end the process.
  conn.on("error", fail);
  conn.once("connect", () => {
    if (isSocketToItself(conn)) {
      // The reset frees the port for the application.
      conn.resetAndDestroy();
      return fail(connectedToItself());
    }
    phase?.end(`, from ${endOf(conn)}`);
    handshake = trace?.begin("tls");
    const secure = connect({ ...options, socket: conn });
    socket = secure;
    tolerateOddCertificates(secure);
    secure.once("secureConnect", () => {
      signal.removeEventListener("abort", abort);
      handshake?.end(cipherOf(secure));
      resolve({
        socket: secure,
        leaf: secure.getPeerCertificate(),
        stream: streamOf(secure, hasClientCertificate),
      });
    });
    secure.on(
      "error",
      (error) => fail(tlsFailure(error, { hasClientCertificate, connected: false })),
    );
    secure.once(
      "close",
      () => fail(new CheckFailure("reset", "connection closed during the TLS handshake")),
    );
  });
  return promise;
}

function endOf({ localAddress = "", localPort = 0 }: Socket): string {
  return hostPort({ hostname: localAddress, port: localPort });
}

/** Says what the runtime tells of a handshake; Deno may tell nothing. */
function cipherOf(socket: TLSSocket): string {
  const told = [socket.getProtocol?.(), socket.getCipher?.()?.name].filter((part) => part);
  return told.join(" ") || "the runtime does not tell";
}

function isSocketToItself({ localAddress, localPort, remoteAddress, remotePort }: Socket): boolean {
  return localPort === remotePort && localAddress === remoteAddress;
}

/**
 * Before it emits secureConnect, Deno parses the whole chain that the peer sent. A certificate that it
 * cannot parse, even one that is not needed, would throw where no caller can catch it. Then Deno
 * verifies the names by the text `subjectaltname`, which a name can forge.
 */
function tolerateOddCertificates(socket: TLSSocket): void {
  const { getPeerCertificate } = socket;
  socket.getPeerCertificate = (): DetailedPeerCertificate => {
    try {
      const leaf = getPeerCertificate.call(socket, false) as DetailedPeerCertificate;
      return { ...leaf, subjectaltname: confirmedNames(leaf) } as DetailedPeerCertificate;
    } catch {
      return {} as DetailedPeerCertificate;
    }
  };
}
