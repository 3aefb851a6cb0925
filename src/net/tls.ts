import { isIP } from "node:net";
import {
  connect,
  type ConnectionOptions,
  type DetailedPeerCertificate,
  rootCertificates,
  type TLSSocket,
} from "node:tls";
import type { Connection } from "./exchange.ts";
import { eachAddress, unbracket } from "./dial.ts";
import { CheckFailure } from "../check/reason.ts";
import { errorCode } from "../process/error_code.ts";

/** Where to connect to over TLS, and whom to trust. */
export interface DialTlsOptions {
  /** A name or an address, as a URL has it; the certificate must be good for it. */
  hostname: string;
  port: number;
  /** The protocol to agree on (RFC 7301). */
  protocol: "http/1.1" | "h2";
  /** Whether any certificate will do. */
  insecure: boolean;
  /** All certificates in PEM to trust, or `undefined` for the usual authorities. */
  ca: string[] | undefined;
  /** Ends the attempt. */
  signal: AbortSignal;
}

/**
 * Opens a TLS connection. Through `node:tls`, which costs 7 MB where it is needed: a stream of
 * Deno.startTls that is closed before its handshake has ended keeps its socket, and `fetch` would go
 * through a proxy.
 *
 * Rejects with a CheckFailure that names what is wrong with the certificate, or with what the socket
 * emitted.
 */
export async function dialTls(options: DialTlsOptions): Promise<Connection> {
  const { hostname, port, protocol, insecure, ca, signal } = options;
  const name = unbracket(hostname);
  const tls: ConnectionOptions = {
    port,
    ALPNProtocols: [protocol],
    // RFC 6066 allows no address there; the certificate is then checked against the host.
    ...(isIP(name) ? {} : { servername: name }),
    ...(ca === undefined ? {} : { ca }),
  };
  return await eachAddress(hostname, async (host) => {
    try {
      return connectionOf(await open({ ...tls, host, rejectUnauthorized: !insecure }, signal));
    } catch (error) {
      if (!isUntrusted(error)) throw error;
      throw await datesFailure({ ...tls, host, rejectUnauthorized: false }, signal) ?? error;
    }
  });
}

/**
 * The usual authorities and these: what `ca` replaces must be in it. Deno lets nobody read the usual
 * ones without the permission `sys`, so they are read before it is given up.
 */
export function besideUsual(authorities: readonly string[]): string[] | undefined {
  return authorities.length === 0 ? undefined : [...rootCertificates, ...authorities];
}

function open(options: ConnectionOptions, signal: AbortSignal): Promise<TLSSocket> {
  const { promise, resolve, reject } = Promise.withResolvers<TLSSocket>();
  const socket = connect(options);
  // On its way to secureConnect Deno parses the whole chain that the peer sent; one certificate in it
  // that it cannot parse, and that nobody needed, would be an exception that nobody can catch.
  const { getPeerCertificate } = socket;
  socket.getPeerCertificate = (): DetailedPeerCertificate => {
    try {
      return getPeerCertificate.call(socket, false) as DetailedPeerCertificate;
    } catch {
      return {} as DetailedPeerCertificate;
    }
  };
  const abort = (): void => void socket.destroy(new Error("aborted"));
  signal.addEventListener("abort", abort);
  socket.once("secureConnect", () => {
    signal.removeEventListener("abort", abort);
    resolve(socket);
  });
  // It stays for the life of the socket: an error without a listener would end the process.
  socket.on("error", (error) => {
    signal.removeEventListener("abort", abort);
    reject(error);
  });
  socket.once("close", () => reject(new CheckFailure("connection closed before an answer")));
  return promise;
}

/** Deno says of an expired certificate the same as of an unknown issuer's. */
function isUntrusted(error: unknown): boolean {
  return errorCode(error) === "UNABLE_TO_VERIFY_LEAF_SIGNATURE";
}

/** Looks at the dates of a certificate that was refused. */
async function datesFailure(
  options: ConnectionOptions,
  signal: AbortSignal,
): Promise<CheckFailure | undefined> {
  signal.throwIfAborted();
  const socket = await open(options, signal);
  const certificate = socket.getPeerCertificate();
  socket.destroy();
  const now = Date.now();
  if (Date.parse(certificate.valid_to) < now) return new CheckFailure("certificate: expired");
  if (Date.parse(certificate.valid_from) > now) {
    return new CheckFailure("certificate: not valid yet");
  }
  return undefined;
}

function connectionOf(socket: TLSSocket): Connection {
  const chunks: AsyncIterator<Uint8Array> = socket[Symbol.asyncIterator]();
  let left = new Uint8Array();
  return {
    async read(buffer): Promise<number | null> {
      if (left.length === 0) {
        const { done, value } = await chunks.next();
        if (done) return null;
        left = new Uint8Array(value);
      }
      const count = Math.min(left.length, buffer.length);
      buffer.set(left.subarray(0, count));
      left = left.subarray(count);
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
