import { ArgumentError } from "../../process/argument_error.ts";
import { certificatesOf } from "./pem.ts";

/**
 * Reads the certificates of a PEM file.
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
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) {
      throw fail("healthcheck must be compiled with --allow-read for it");
    }
    const missing = error instanceof Deno.errors.NotFound ? " (no such file)" : "";
    throw fail(`it must be a file that can be read${missing}`);
  }
  const certificates = certificatesOf(text);
  if (certificates === undefined) throw fail("it must be a file of certificates in PEM");
  return certificates;
}
