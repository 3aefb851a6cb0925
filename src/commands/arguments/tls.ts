/** @module The options that all endpoints over TLS have in common. */
import { isAbsolutePath } from "../../probes/headers/options.ts";
import { ArgumentError } from "../../process/argument_error.ts";
import { HIDDEN } from "../../process/text/redact.ts";
import type { Option, SettingsOf } from "./argument.ts";
import { wrong } from "./values.ts";

const CA_FILE: Option<readonly string[]> = {
  kind: "option",
  name: "ca-file",
  value: "FILE",
  help: "trust this PEM file besides the usual authorities",
  default: [],
  read: async (text) => {
    if (text === "") throw wrong("ca-file", "a PEM file", text);
    const { readAuthorities } = await import("../../net/tls/authorities.ts");
    return readAuthorities(text);
  },
  show: (certificates) => `(${certificates.length} certificates)`,
};

/** What every command that checks takes: certificates to trust, and the client certificate with its key. */
export const TLS = {
  authorities: CA_FILE,
  certFile: clientFile(
    "cert-file",
    "present this client certificate, a PEM file",
  ),
  keyFile: clientFile(
    "key-file",
    "the private key of --cert-file, a PEM file",
  ),
};

/** The certificates to trust, in PEM, and the files of the client certificate and its key. */
export type TlsSettings = SettingsOf<typeof TLS>;

/**
 * Reads the files of the client certificate.
 *
 * @throws {ArgumentError} if one of the two options is missing, or a file is missing or wrong.
 */
export async function checkClientFiles(
  { certFile: cert, keyFile: key }: Partial<TlsSettings>,
): Promise<void> {
  if (!cert && !key) return;
  if (!cert) {
    throw new ArgumentError("use --key-file", "it must be given with --cert-file", key ?? "");
  }
  if (!key) throw new ArgumentError("use --cert-file", "it must be given with --key-file", cert);
  const { findWrongFile } = await import("../../probes/tls/files.ts");
  const wrongFile = await findWrongFile({ ca: null, cert, key });
  if (wrongFile === undefined) return;
  throw wrong(`${wrongFile.option}-file`, wrongFile.must, wrongFile.path);
}

/**
 * A relative path would depend on the working directory. What is given in place of a path may be the
 * key itself.
 */
function clientFile(name: string, help: string): Option<string | null> {
  return {
    kind: "option",
    name,
    value: "FILE",
    help,
    default: null,
    read: (text) => {
      if (isAbsolutePath(text)) return text;
      throw wrong(name, "an absolute path", text === "" ? "" : HIDDEN);
    },
  };
}
