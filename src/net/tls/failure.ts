/** @module Why a TLS connection failed, by the codes of `node:tls`. */
import type { Failure } from "../../check/failure.ts";
import { CheckFailure } from "../../check/reason.ts";
import { errorCode } from "../../process/error_code.ts";

/** Deno does not tell these apart. */
const UNREADABLE =
  "certificate cannot be verified: it is malformed, has a critical extension such as " +
  "certificatePolicies, or its key is under 2048 bits or not the server's";
const REFUSED = "refused the handshake";
/** Deno's code of every alert that has none of its own. */
const HANDSHAKE_FAILURE = "ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE";

/** The codes that say enough alone: alerts (RFC 8446, section 6.2), and bytes that are not TLS. */
const REASONS: ReadonlyMap<string, string> = new Map([
  ["ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED", "the server wants a client certificate"],
  ["ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL", `${REFUSED}: no protocol in common`],
  ["ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION", `${REFUSED}: no version of TLS in common`],
  ["ERR_SSL_TLSV1_ALERT_INSUFFICIENT_SECURITY", `${REFUSED}: no cipher in common`],
  ["ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR", `${REFUSED}: internal error`],
  ["ERR_SSL_WRONG_VERSION_NUMBER", "not TLS"],
]);

/** The alerts of a server that refuses a client certificate, or the lack of one. */
const CLIENT_CERTIFICATE_REFUSED: readonly string[] = [
  "ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE",
  "ERR_SSL_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE",
  "ERR_SSL_SSLV3_ALERT_CERTIFICATE_REVOKED",
  "ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED",
  "ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN",
  "ERR_SSL_TLSV1_ALERT_UNKNOWN_CA",
];

/** Options of {@linkcode tlsFailure}. */
export interface TlsFailureOptions {
  /** Whether the client had a certificate to present. */
  hasClientCertificate: boolean;
  /** Whether the handshake had succeeded. */
  connected: boolean;
}

/**
 * Turns what a TLS socket emits as `error` into a failure with a reason.
 *
 * @returns The error itself if it is not of TLS, such as a refused connection.
 */
export function tlsFailure(
  error: unknown,
  { hasClientCertificate, connected }: TlsFailureOptions,
): unknown {
  const fail = (reason: string, failure: Failure = "tls"): CheckFailure =>
    new CheckFailure(failure, reason);
  const code = errorCode(error);
  const reason = REASONS.get(code);
  if (reason !== undefined) return fail(reason);
  if (CLIENT_CERTIFICATE_REFUSED.includes(code)) {
    return fail(
      hasClientCertificate
        ? "the server does not trust the client certificate"
        : "the server wants a client certificate",
    );
  }
  if (code === HANDSHAKE_FAILURE) {
    const wish = hasClientCertificate ? "another" : "a";
    return fail(`${REFUSED} (no cipher in common, or it may want ${wish} client certificate)`);
  }
  // A peer that closes during the handshake has the same code as one that resets.
  if (code === "ECONNRESET" && !connected) {
    return fail("connection closed during the TLS handshake", "reset");
  }
  // The handshake does not verify, so this is no certificate, or the server does not have its key.
  if (code.startsWith("UNABLE_TO_")) {
    return fail(UNREADABLE, "certificate");
  }
  // The peer closed while the request was being written.
  if (code === "ECANCELED") {
    return fail("connection closed before an answer", "reset");
  }
  if (code.startsWith("ERR_SSL_")) {
    return fail(connected ? "TLS failed" : "TLS handshake failed");
  }
  return error;
}
