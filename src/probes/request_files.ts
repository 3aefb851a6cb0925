/** @module The parts of a request that stand in files. */
import { CheckFailure, reasonOf } from "../check/reason.ts";
import type { Outcome } from "../check/report.ts";
import type { Probe } from "../check/target.ts";
import { readSmallFile } from "../net/small_file.ts";
import { type Header, type HeaderOptions, isFieldValue } from "./header_options.ts";
import type { HttpOptions } from "./http_options.ts";

/**
 * Returns the fields of an endpoint. The values that stand in files are read anew, less one trailing
 * newline, so that a rotated token counts from the next check on.
 *
 * Rejects with a {@linkcode CheckFailure} if a file cannot be read or is no field value. It names the
 * file and never shows what the file holds.
 */
export async function readHeaders(
  { headers, headerFiles }: HeaderOptions,
  signal: AbortSignal,
): Promise<readonly Header[]> {
  const read = headerFiles.map(async ({ name, path }): Promise<Header> => {
    const value = new TextDecoder().decode(await readSmallFile(path, signal)).replace(/\r?\n$/, "");
    if (!isFieldValue(value)) {
      throw new CheckFailure(`cannot use ${path}: it is not one line of text`);
    }
    return [name, value];
  });
  return [...headers, ...await Promise.all(read)];
}

/**
 * Returns the fields and the body of an endpoint that speaks HTTP.
 *
 * Rejects as {@linkcode readHeaders} does.
 */
export async function readRequestFiles(
  own: HttpOptions,
  signal: AbortSignal,
): Promise<{ headers: readonly Header[]; body: Uint8Array | null }> {
  const headers = await readHeaders(own, signal);
  if (own.bodyFile !== null) return { headers, body: await readSmallFile(own.bodyFile, signal) };
  return { headers, body: own.body === null ? null : new TextEncoder().encode(own.body) };
}

/**
 * Creates a probe that reads files before it opens a connection. No signal ends the reading of a volume
 * that hangs, so the probe settles without it.
 *
 * @param read Reads the files.
 * @param probe Checks the endpoint with what was read.
 */
export function withFiles<T>(
  read: (signal: AbortSignal) => Promise<T>,
  probe: (files: T, signal: AbortSignal) => Promise<Outcome>,
): Probe {
  return async (signal) => {
    const { promise: aborted, reject } = Promise.withResolvers<never>();
    const abort = (): void => reject(signal.reason);
    signal.addEventListener("abort", abort);
    try {
      signal.throwIfAborted();
      return await probe(await Promise.race([read(signal), aborted]), signal);
    } catch (error) {
      return { ok: false, status: null, reason: reasonOf(error) };
    } finally {
      signal.removeEventListener("abort", abort);
    }
  };
}
