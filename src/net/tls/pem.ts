/** @module Certificates and private keys in PEM (RFC 7468). */
import { createPrivateKey, X509Certificate } from "node:crypto";
import { createSecureContext } from "node:tls";

const BEGIN = "-----BEGIN CERTIFICATE-----";
const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;
/** An encrypted key does not match, by its label or the dash in its Proc-Type. OpenSSL might prompt for it. */
const PRIVATE_KEY = /-----BEGIN ((?:RSA |EC )?PRIVATE KEY)-----[^-]*-----END \1-----/;
const MIN_RSA_BITS = 2048;
/** The curves that Deno's TLS can sign with, as OpenSSL names them. */
const CURVES = ["prime256v1", "secp384r1", "secp521r1"];

/**
 * Returns the certificates of a text, each in PEM.
 *
 * @returns At least one; `undefined` if the text holds none, or one that is malformed.
 */
export function certificatesOf(text: string): string[] | undefined {
  const certificates = text.match(CERTIFICATE) ?? [];
  const whole = certificates.length === text.split(BEGIN).length - 1;
  return certificates.length > 0 && whole && certificates.every(isCertificate)
    ? certificates
    : undefined;
}

function isCertificate(pem: string): boolean {
  try {
    new X509Certificate(pem);
    return true;
  } catch {
    return false;
  }
}

/**
 * Returns the first private key of a text, in PEM.
 *
 * @returns `undefined` if there is none, or if Deno's TLS cannot use it: it is malformed, encrypted, an RSA
 * key of less than 2048 bits, or neither RSA, P-256, P-384, P-521 nor Ed25519. Deno would go on with a key
 * that it cannot use, as if there were none.
 */
export function privateKeyOf(text: string): string | undefined {
  const key = PRIVATE_KEY.exec(text)?.[0];
  if (key === undefined) return undefined;
  try {
    const { asymmetricKeyType: type, asymmetricKeyDetails: details = {} } = createPrivateKey(key);
    const usable = type === "ed25519" ||
      type === "rsa" && (details.modulusLength ?? 0) >= MIN_RSA_BITS ||
      type === "ec" && CURVES.includes(details.namedCurve ?? "");
    return usable ? key : undefined;
  } catch {
    return undefined;
  }
}

/** Reports whether a private key belongs to a certificate, and TLS accepts the two. Both are in PEM. */
export function belongTogether(certificate: string, key: string): boolean {
  try {
    if (!new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key))) return false;
    createSecureContext({ cert: certificate, key });
    return true;
  } catch {
    return false;
  }
}
