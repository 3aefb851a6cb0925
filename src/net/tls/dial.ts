/** @module Connecting over TLS, and verifying the certificate. */
import { isIP } from "node:net";
import {
  type ConnectionOptions,
  type DetailedPeerCertificate,
  rootCertificates,
  TLSSocket,
} from "node:tls";
import type { Connection } from "../http1/exchange.ts";
import { unbracket } from "../address.ts";
import { eachAddress } from "../sockets/dial.ts";
import type { LookUp } from "../names/look_up.ts";
import { certificateInWords, certificateOf, hasExpired, refusalOf } from "./certificate.ts";
import { type Opened, shakeHands } from "./handshake.ts";
import type { CheckFailure } from "../../check/reason.ts";
import type { Trace } from "../../check/trace.ts";
import { isOldDeno } from "../../process/deno_version.ts";
import { errorCode } from "../../process/error_code.ts";

/** A certificate and its private key, both in PEM. The certificate may be followed by its chain. */
export interface ClientCertificate {
  readonly cert: string;
  readonly key: string;
}

/** Options of {@linkcode dialTls}. */
export interface DialTlsOptions {
  /** A name or an address in the form of `URL.hostname`. */
  hostname: string;
  port: number;
  /** The protocol to negotiate with ALPN (RFC 7301). */
  protocol: "http/1.1" | "h2";
  /** Whether to accept any certificate. */
  insecure: boolean;
  /**
   * The name to send (SNI), which the certificate must be valid for.
   * @default {hostname}
   */
  serverName?: string;
  /** All certificates in PEM to trust; `undefined` trusts the default authorities. */
  ca: readonly string[] | undefined;
  /**
   * What to present when the server asks for a certificate. Its two parts must belong together.
   * @default {undefined}
   */
  clientCertificate?: ClientCertificate;
  /** Looks a name up. */
  lookUp: LookUp;
  /** Aborts the attempt, including the name look-up. */
  signal: AbortSignal;
  /**
   * Takes the phases.
   * @default {undefined}
   */
  trace?: Trace | undefined;
  /**
   * The file that `ca` is from, for the trace; `null` if it is from none.
   * @default {null}
   */
  trusts?: string | null;
}

/**
 * Opens a TLS connection and verifies the certificate before anything is sent.
 *
 * It uses `node:tls`, which costs 7 MiB of memory once loaded: a `Deno.startTls` connection that is
 * closed during its handshake leaks its socket, and `fetch` would go through a proxy.
 *
 * @returns The connection after the handshake, which the caller closes. It has the server's
 * certificate.
 * @throws {CheckFailure} if the certificate is refused, with the certificate; if the handshake fails.
 * @throws what the socket emits as `error`, and what the name look-up throws.
 */
export async function dialTls(options: DialTlsOptions): Promise<Connection> {
  const { hostname, port, protocol, insecure, serverName, ca, clientCertificate, trace } = options;
  const name = serverName ?? unbracket(hostname);
  const tls: ConnectionOptions = {
    ALPNProtocols: [protocol],
    // RFC 6066, section 3, forbids addresses; the certificate is then verified for the host.
    ...(isIP(name) ? { host: name } : { servername: name }),
    ...(ca === undefined ? {} : { ca: [...ca] }),
    ...clientCertificate,
  };
  return await eachAddress(options, async (address, signal, phase) => {
    signal.throwIfAborted();
    // Before 2.9, Deno verifies nothing unless the handshake does, and says that it is authorized.
    const rejectUnauthorized = !insecure && isOldDeno();
    const opened = await shakeHands({ ...tls, rejectUnauthorized }, {
      address,
      port,
      signal,
      phase,
      trace,
    });
    const verify = trace?.begin("verify", certificateInWords(opened.leaf, options.trusts));
    // Deno 2.9 takes a date before 1970 for one far ahead.
    const verified = opened.socket.authorized === true && !hasExpired(opened.leaf);
    if (!insecure && !verified) throw refuse(opened, name);
    verify?.end(insecure ? ", not verified" : "");
    return connectionOf(opened);
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

/** Closes a connection whose certificate is refused, and says why. */
function refuse({ socket, leaf }: Opened, name: string): CheckFailure {
  const { authorizationError } = socket;
  const chain = chainOf(socket);
  socket.destroy();
  // Deno gives the code itself, where Node.js types an error.
  const code = typeof authorizationError === "string"
    ? authorizationError
    : errorCode(authorizationError);
  return refusalOf({ leaf, chain, code, name });
}

/** Returns the certificate with its issuers; `undefined` if one of them cannot be parsed. */
function chainOf(socket: TLSSocket): DetailedPeerCertificate | undefined {
  try {
    return TLSSocket.prototype.getPeerCertificate.call(socket, true) as DetailedPeerCertificate;
  } catch {
    return undefined;
  }
}

function connectionOf({ socket, leaf, stream }: Opened): Connection {
  const certificate = certificateOf(leaf);
  return {
    ...stream,
    close: () => void socket.destroy(),
    ...(certificate === undefined ? {} : { certificate }),
  };
}
