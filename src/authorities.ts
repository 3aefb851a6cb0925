import { ArgumentError } from "./argument_error.ts";

const CERTIFICATE = /-----BEGIN CERTIFICATE-----([^-]*)-----END CERTIFICATE-----/g;
const DER_SEQUENCE = 0x30;

/**
 * Reads the certificates of a PEM file.
 *
 * @throws {ArgumentError} if the file cannot be read, or holds no certificate or a broken one.
 */
export function readAuthorities(path: string): string[] {
  const fail = (must: string): ArgumentError => new ArgumentError("use --ca-file", must, path);
  // Deno lets nobody read the usual authorities without it.
  if (Deno.permissions.querySync({ name: "sys" }).state !== "granted") {
    throw fail("healthcheck must be compiled with --allow-sys for it");
  }
  let text: string;
  try {
    text = Deno.readTextFileSync(path);
    Deno.permissions.revokeSync({ name: "read", path });
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) {
      throw fail("healthcheck must be compiled with --allow-read for it");
    }
    throw fail("it must be a file that can be read");
  }
  const certificates = [...text.matchAll(CERTIFICATE)];
  if (certificates.length === 0 || !certificates.every(([, body = ""]) => isDer(body))) {
    throw fail("it must be a file of certificates in PEM");
  }
  return certificates.map(([pem]) => pem);
}

/** Whether it is the base64 of one DER sequence; what the sequence says, the first check finds out. */
function isDer(base64: string): boolean {
  let bytes: string;
  try {
    bytes = atob(base64.replace(/\s+/g, ""));
  } catch {
    return false;
  }
  const lengthBytes = bytes.charCodeAt(1) - 0x80;
  let length = 0;
  for (let i = 0; i < lengthBytes; i++) length = length * 256 + bytes.charCodeAt(2 + i);
  return bytes.charCodeAt(0) === DER_SEQUENCE && length > 0 &&
    bytes.length === 2 + lengthBytes + length;
}
