import { assert, assertEquals } from "@std/assert";
import { CheckFailure } from "../../../src/check/reason.ts";
import { tlsFailure } from "../../../src/net/tls/failure.ts";

const WANTS = "the server wants a client certificate";
const DISTRUSTS = "the server does not trust the client certificate";
const NO_CIPHER = "refused the handshake (no cipher in common, or it may want ";

for (
  const [code, hasClientCertificate, connected, failure, message] of [
    ["ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED", false, true, "tls", WANTS],
    ["ERR_SSL_WRONG_VERSION_NUMBER", false, false, "tls", "not TLS"],
    ["ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE", true, true, "tls", DISTRUSTS],
    ["ERR_SSL_TLSV1_ALERT_UNKNOWN_CA", false, true, "tls", WANTS],
    [
      "ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE",
      false,
      false,
      "tls",
      `${NO_CIPHER}a client certificate)`,
    ],
    [
      "ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE",
      true,
      false,
      "tls",
      `${NO_CIPHER}another client certificate)`,
    ],
    ["ECONNRESET", false, false, "reset", "connection closed during the TLS handshake"],
    ["ECANCELED", false, true, "reset", "connection closed before an answer"],
    ["ERR_SSL_OTHER", false, true, "tls", "TLS failed"],
    ["ERR_SSL_OTHER", false, false, "tls", "TLS handshake failed"],
  ] as const
) {
  Deno.test(`tlsFailure() says "${message}" when the code is ${code}, ${connected ? "after" : "in"} the handshake`, () => {
    const error = Object.assign(new Error(), { code });
    const found = tlsFailure(error, { hasClientCertificate, connected });
    assert(found instanceof CheckFailure);
    assertEquals([found.failure, found.message], [failure, message]);
  });
}

for (const [code, connected] of [["ECONNRESET", true], ["ECONNREFUSED", false]] as const) {
  Deno.test(`tlsFailure() returns the error itself when its code is ${code}, which is not of TLS`, () => {
    const error = Object.assign(new Error(), { code });
    assert(tlsFailure(error, { hasClientCertificate: false, connected }) === error);
  });
}
