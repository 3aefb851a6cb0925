import { X509Certificate } from "node:crypto";
import { ArgumentError } from "../process/argument_error.ts";

const BEGIN = "-----BEGIN CERTIFICATE-----";
const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

/**
 * Reads the certificates of a PEM file, and revokes the permission to read that file again.
 *
 * @param path The value of `--ca-file`.
 * @returns Each certificate in PEM, at least one.
 * @throws {ArgumentError} if the file cannot be read, holds no certificate or a malformed one, or a
 * permission was not compiled in.
 */
export function readAuthorities(path: string): string[] {
  const fail = (must: string): ArgumentError => new ArgumentError("use --ca-file", must, path);
  // Deno requires it for reading the default authorities.
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
  const certificates = text.match(CERTIFICATE) ?? [];
  const whole = certificates.length === text.split(BEGIN).length - 1;
  if (certificates.length === 0 || !whole || !certificates.every(isCertificate)) {
    throw fail("it must be a file of certificates in PEM");
  }
  return certificates;
}

function isCertificate(pem: string): boolean {
  try {
    new X509Certificate(pem);
    return true;
  } catch {
    return false;
  }
}
