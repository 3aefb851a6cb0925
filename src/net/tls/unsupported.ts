/** @module What Deno's TLS does not support in certificates that other programs accept. */
import { Buffer } from "node:buffer";

/**
 * Extensions that some authorities mark as critical. Deno's TLS knows no policies, and must refuse a
 * critical extension that it does not know (RFC 5280, section 4.2). Each is the last byte of its OID,
 * 2.5.29.x.
 */
const EXTENSIONS: ReadonlyMap<number, string> = new Map([
  [32, "certificatePolicies"],
  [33, "policyMappings"],
  [36, "policyConstraints"],
  [54, "inhibitAnyPolicy"],
]);

/** The signature algorithms that are refused, as OIDs in DER. */
const SIGNATURES: readonly (readonly [name: string, oid: readonly number[]])[] = [
  ["MD5", [0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x04]],
  ["SHA-1", [0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x05]],
  ["SHA-1", [0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x01]],
];

/**
 * Says what is not supported in a certificate. It looks for the bytes and does not parse them, so it must
 * only explain a refusal.
 *
 * @param raw The certificate in DER.
 * @returns Words such as `is signed with SHA-1, which is not supported`; `undefined` if it finds nothing.
 */
export function unsupportedIn(raw: Uint8Array): string | undefined {
  // Deno gives the first certificate of a chain as a Uint8Array, which cannot search for several bytes.
  const bytes = Buffer.from(raw);
  for (const [last, name] of EXTENSIONS) {
    // The OID, then `critical`, a BOOLEAN that is true.
    if (bytes.includes(Buffer.of(0x06, 0x03, 0x55, 0x1d, last, 0x01, 0x01, 0xff))) {
      return `has a critical ${name}, which is not supported`;
    }
  }
  const [signature] = SIGNATURES.find(([, oid]) => bytes.includes(Buffer.from(oid))) ?? [];
  return signature === undefined
    ? undefined
    : `is signed with ${signature}, which is not supported`;
}
