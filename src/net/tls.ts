/** @module Connecting over TLS. */
import { connect as connectTcp, isIP, type Socket } from "node:net";
import {
  connect,
  type ConnectionOptions,
  type DetailedPeerCertificate,
  rootCertificates,
  type TLSSocket,
} from "node:tls";
import type { Connection } from "./exchange.ts";
import { unbracket } from "./address.ts";
import { eachAddress } from "./dial.ts";
import type { LookUp } from "./names.ts";
import { CheckFailure } from "../check/reason.ts";
import { errorCode } from "../process/error_code.ts";

/** Options of {@linkcode dialTls}. */
export interface DialTlsOptions {
  /** A name or an address in the form of `URL.hostname`; the certificate must be valid for it. */
  hostname: string;
  port: number;
  /** The protocol to negotiate with ALPN (RFC 7301). */
  protocol: "http/1.1" | "h2";
  /** Whether to accept any certificate. */
  insecure: boolean;
  /** All certificates in PEM to trust; `undefined` trusts the default authorities. */
  ca: string[] | undefined;
  /** Looks a name up. */
  lookUp: LookUp;
  /** Aborts the attempt, including the name look-up. */
  signal: AbortSignal;
}

/**
 * Opens a TLS connection and verifies the certificate.
 *
 * It uses `node:tls`, which costs 7 MiB of memory once loaded: a `Deno.startTls` connection that is
 * closed during its handshake leaks its socket, and `fetch` would go through a proxy.
 *
 * @returns The connection after the handshake, which the caller closes.
 * @throws {CheckFailure} if the certificate is expired or not valid yet, or the peer closes during
 * the handshake.
 * @throws what the socket emits as `error`, and what the name look-up throws.
 */
export async function dialTls(options: DialTlsOptions): Promise<Connection> {
  const { hostname, port, protocol, insecure, ca, lookUp, signal } = options;
  const name = unbracket(hostname);
  const tls = {
    port,
    ALPNProtocols: [protocol],
    // RFC 6066, section 3, forbids addresses; the certificate is then verified for the host.
    ...(isIP(name) ? {} : { servername: name }),
    ...(ca === undefined ? {} : { ca }),
  };
  return await eachAddress({ hostname, lookUp, signal }, async (host, signal) => {
    try {
      return connectionOf(await open({ ...tls, host, rejectUnauthorized: !insecure }, signal));
    } catch (error) {
      if (!isUntrusted(error)) throw error;
      throw await datesFailure({ ...tls, host, rejectUnauthorized: false }, signal) ?? error;
    }
  });
}

/**
 * Adds authorities to the default ones, which `ca` would replace. Deno requires the permission
 * `sys` for reading the default ones, so this must be called before that permission is revoked.
 *
 * @param authorities Certificates in PEM.
 * @returns The value of `ca`: `undefined` if there are no authorities to add.
 */
export function withDefaultAuthorities(authorities: readonly string[]): string[] | undefined {
  return authorities.length === 0 ? undefined : [...rootCertificates, ...authorities];
}

interface OpenOptions extends ConnectionOptions {
  host: string;
  port: number;
}

function open(
  { host, port, ...options }: OpenOptions,
  signal: AbortSignal,
): Promise<TLSSocket> {
  const { promise, resolve, reject } = Promise.withResolvers<TLSSocket>();
  // Deno 2.9 never frees a TLS socket that could not connect, so it gets a connection.
  const conn = connectTcp({ host, port });
  let socket: Socket = conn;
  const abort = (): void => void socket.destroy(new Error("aborted"));
  signal.addEventListener("abort", abort);
  const fail = (error: Error): void => {
    signal.removeEventListener("abort", abort);
    reject(error);
  };
  // The listeners for errors are never removed: an error without one would end the process.
  conn.on("error", fail);
  conn.once("connect", () => {
    const secure = connect({ ...options, socket: conn });
    socket = secure;
    tolerateOddChain(secure);
    secure.once("secureConnect", () => {
      signal.removeEventListener("abort", abort);
      resolve(secure);
    });
    secure.on("error", fail);
    secure.once(
      "close",
      () => fail(new CheckFailure("reset", "connection closed before an answer")),
    );
  });
  return promise;
}

/**
 * Before it emits secureConnect, Deno parses the whole chain that the peer sent. A certificate that it
 * cannot parse, even one that is not needed, would throw where no caller can catch it.
 */
function tolerateOddChain(socket: TLSSocket): void {
  const { getPeerCertificate } = socket;
  socket.getPeerCertificate = (): DetailedPeerCertificate => {
    try {
      return getPeerCertificate.call(socket, false) as DetailedPeerCertificate;
    } catch {
      return {} as DetailedPeerCertificate;
    }
  };
}

/** Deno reports an expired certificate with the same code as an unknown issuer. */
function isUntrusted(error: unknown): boolean {
  return errorCode(error) === "UNABLE_TO_VERIFY_LEAF_SIGNATURE";
}

/** Connects again to read the dates of a certificate that was rejected. */
async function datesFailure(
  options: OpenOptions,
  signal: AbortSignal,
): Promise<CheckFailure | undefined> {
  signal.throwIfAborted();
  const socket = await open(options, signal);
  const certificate = socket.getPeerCertificate();
  socket.destroy();
  const now = Date.now();
  if (Date.parse(certificate.valid_to) < now) {
    return new CheckFailure("certificate", "certificate: expired");
  }
  if (Date.parse(certificate.valid_from) > now) {
    return new CheckFailure("certificate", "certificate: not valid yet");
  }
  return undefined;
}

function connectionOf(socket: TLSSocket): Connection {
  const chunks: AsyncIterator<Uint8Array> = socket[Symbol.asyncIterator]();
  let unread = new Uint8Array();
  return {
    async read(buffer): Promise<number | null> {
      if (unread.length === 0) {
        const { done, value } = await chunks.next();
        if (done) return null;
        unread = new Uint8Array(value);
      }
      const count = Math.min(unread.length, buffer.length);
      buffer.set(unread.subarray(0, count));
      unread = unread.subarray(count);
      return count;
    },
    write(bytes): Promise<number> {
      const { promise, resolve, reject } = Promise.withResolvers<number>();
      socket.write(
        bytes,
        (error) => error ? reject(socket.errored ?? error) : resolve(bytes.length),
      );
      return promise;
    },
    close(): void {
      socket.destroy();
    },
  };
}
