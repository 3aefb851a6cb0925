/** @module The certificates of endpoints over TLS. */
import { generateKeyPairSync, sign } from "node:crypto";
import { fixture } from "../../support/outcome.ts";

/** A certificate with its key, in PEM. */
export interface Pair {
  readonly cert: string;
  readonly key: string;
}

/** Reads a pair of `tests/certificates/`. */
export function pairOf(name: string): Pair {
  return { cert: fixture(`certificates/${name}.pem`), key: fixture(`certificates/${name}.key`) };
}

/** The tags of DER (X.690, section 8). */
const TAG = {
  INTEGER: 2,
  BITS: 3,
  OID: 6,
  TEXT: 12,
  TIME: 23,
  SEQUENCE: 48,
  SET: 49,
  VERSION: 160,
};
/** ecdsa-with-SHA256 (RFC 5758, section 3.2). */
const ECDSA = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02];
/** commonName (RFC 5280, appendix A.1). */
const COMMON_NAME = [0x55, 0x04, 0x03];
const DAY = 86_400_000;

/** Creates a certificate that nobody signed but its own key, valid from yesterday or a day before its end. */
export function selfSigned(name: string, expires: Date): Pair {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const start = new Date(Math.min(Date.now(), expires.getTime()) - DAY);
  const algorithm = der(TAG.SEQUENCE, der(TAG.OID, ECDSA));
  const common = der(TAG.SEQUENCE, der(TAG.OID, COMMON_NAME), der(TAG.TEXT, bytesOf(name)));
  const whole = der(TAG.SEQUENCE, der(TAG.SET, common));
  const content = der(
    TAG.SEQUENCE,
    der(TAG.VERSION, der(TAG.INTEGER, [2])),
    der(TAG.INTEGER, [1]),
    algorithm,
    whole,
    der(TAG.SEQUENCE, timeOf(start), timeOf(expires)),
    whole,
    [...publicKey.export({ type: "spki", format: "der" })],
  );
  const signature = sign("sha256", Uint8Array.from(content), privateKey);
  const bits = der(TAG.BITS, [0, ...signature]);
  const certificate = Uint8Array.from(der(TAG.SEQUENCE, content, algorithm, bits));
  const base64 = certificate.toBase64().replace(/.{64}/g, "$&\n");
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`,
    key: String(privateKey.export({ type: "pkcs8", format: "pem" })),
  };
}

function der(tag: number, ...parts: readonly (readonly number[])[]): number[] {
  const content = parts.flat();
  const { length } = content;
  if (length < 128) return [tag, length, ...content];
  if (length < 256) return [tag, 0x81, length, ...content];
  return [tag, 0x82, length >> 8, length & 0xff, ...content];
}

/** As UTCTime, which a date before 2050 must be (RFC 5280, section 4.1.2.5): 261129130000Z. */
function timeOf(date: Date): number[] {
  return der(TAG.TIME, bytesOf(date.toISOString().slice(2).replace(/\.\d+|[-:T]/g, "")));
}

function bytesOf(text: string): number[] {
  return [...new TextEncoder().encode(text)];
}
