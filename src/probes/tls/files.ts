/** @module The files of an endpoint that connects over TLS. */
import { CheckFailure, cutName } from "../../check/reason.ts";
import type { ReadFile } from "../../net/files/reads.ts";
import { belongTogether, certificatesOf, privateKeyOf } from "../../net/tls/pem.ts";
import { readSmallFile } from "../../net/files/small.ts";
import type { ClientCertificate } from "../../net/tls/dial.ts";
import type { Milliseconds } from "../../process/time/duration.ts";
import { sleep } from "../../process/time/sleep.ts";

/** The files of an endpoint that connects over TLS, read at every handshake. */
export interface TlsFiles {
  /** The certificates to trust instead of the usual authorities. */
  readonly ca: string | null;
  /** The client certificate, and the intermediate ones after it. */
  readonly cert: string | null;
  /** The private key of the client certificate. */
  readonly key: string | null;
}

/** What the files hold. */
export interface TlsCredentials {
  /** The certificates to trust, each in PEM; `undefined` without such a file. */
  readonly ca: readonly string[] | undefined;
  readonly clientCertificate?: ClientCertificate;
}

/** A file that is missing or wrong. */
export interface WrongFile {
  /** The option that names it. */
  readonly option: keyof TlsFiles;
  readonly path: string;
  /** What it must be: `a file that can be read`. */
  readonly must: string;
}

type Texts = { readonly [K in keyof TlsFiles]: string | null };

/** How long a writer that replaces the files one after the other has to finish. */
const ROTATION_MS: Milliseconds = 100;
const CERTIFICATES = "a file of certificates in PEM";
const PRIVATE_KEY =
  "an unencrypted private key in PEM (RSA from 2048 bits, P-256 to P-521, Ed25519)";

/**
 * Creates a function that reads the files anew, so that rotated ones count from the next handshake on. A
 * rotation may replace the files between two reads, so it reads wrong ones once more.
 *
 * The function rejects with a {@linkcode CheckFailure} if a file cannot be read or is wrong. It names the
 * file and never shows what the file holds.
 */
export function createTlsFilesReader(
  files: TlsFiles,
  readFile: ReadFile,
): (signal: AbortSignal) => Promise<TlsCredentials> {
  // To verify a pair takes longer than to read it.
  let last: { readonly texts: Texts; readonly credentials: TlsCredentials } | undefined;
  const read = async (signal: AbortSignal): Promise<TlsCredentials | WrongFile> => {
    const texts = await readTexts(files, (path) => readFile(path, signal));
    if (last !== undefined && isSame(last.texts, texts)) return last.credentials;
    const credentials = credentialsOf(files, texts);
    if (!("must" in credentials)) last = { texts, credentials };
    return credentials;
  };
  return async (signal) => {
    let credentials = await read(signal);
    if ("must" in credentials) {
      await sleep(ROTATION_MS, signal);
      credentials = await read(signal);
    }
    if (!("must" in credentials)) return credentials;
    const { path, must } = credentials;
    throw new CheckFailure("file", `cannot use ${cutName(path)}: it must be ${must}`);
  };
}

/** Finds the first file that is missing or wrong, at the start of the program. */
export async function findWrongFile(files: TlsFiles): Promise<WrongFile | undefined> {
  for (const option of ["ca", "cert", "key"] as const) {
    const path = files[option];
    if (path === null) continue;
    if (Deno.permissions.querySync({ name: "read", path }).state !== "granted") {
      return { option, path, must: "a file that healthcheck was compiled to read (--allow-read)" };
    }
    try {
      await readSmallFile(path);
    } catch (error) {
      const missing = error instanceof Error && error.message.endsWith("no such file");
      const must = "a file of at most 1 MiB that can be read";
      return { option, path, must: missing ? `${must} (no such file)` : must };
    }
  }
  const credentials = credentialsOf(files, await readTexts(files, readSmallFile));
  return "must" in credentials ? credentials : undefined;
}

async function readTexts(
  { ca, cert, key }: TlsFiles,
  read: (path: string) => Promise<Uint8Array>,
): Promise<Texts> {
  const text = async (path: string | null): Promise<string | null> =>
    path === null ? null : new TextDecoder().decode(await read(path));
  const [caText, certText, keyText] = await Promise.all([text(ca), text(cert), text(key)]);
  return { ca: caText, cert: certText, key: keyText };
}

function isSame(a: Texts, b: Texts): boolean {
  return a.ca === b.ca && a.cert === b.cert && a.key === b.key;
}

function credentialsOf(files: TlsFiles, texts: Texts): TlsCredentials | WrongFile {
  const wrong = (option: keyof TlsFiles, must: string): WrongFile => (
    { option, path: files[option] ?? "", must }
  );
  const ca = texts.ca === null ? undefined : certificatesOf(texts.ca);
  if (texts.ca !== null && ca === undefined) return wrong("ca", CERTIFICATES);
  if (texts.cert === null || texts.key === null) return { ca };
  const cert = certificatesOf(texts.cert)?.join("\n");
  if (cert === undefined) return wrong("cert", CERTIFICATES);
  const key = privateKeyOf(texts.key);
  if (key === undefined) return wrong("key", PRIVATE_KEY);
  if (!belongTogether(cert, key)) return wrong("key", "the key of the certificate");
  return { ca, clientCertificate: { cert, key } };
}
