/** @module The parts of a request that stand in files. */
import { CheckFailure, failureOf } from "../check/reason.ts";
import type { Outcome } from "../check/report.ts";
import type { Probe } from "../check/target.ts";
import type { ReadFile } from "../net/file_reads.ts";
import { type Header, type HeaderOptions, isFieldValue, trimSpace } from "./header_options.ts";
import type { HttpOptions } from "./http_options.ts";

/**
 * Returns the fields of an endpoint. The values that stand in files are read anew, so that a rotated
 * token counts from the next check on. One trailing newline is no part of a value, nor are spaces and
 * tabs around it (RFC 9110, section 5.5); in HTTP/2, a server drops a field that has them.
 *
 * Rejects with a {@linkcode CheckFailure} if a file cannot be read or is no field value. It names the
 * file and never shows what the file holds.
 */
export async function readHeaders(
  { headers, headerFiles }: HeaderOptions,
  readFile: ReadFile,
  signal: AbortSignal,
): Promise<readonly Header[]> {
  const read = headerFiles.map(async ({ name, path }): Promise<Header> => {
    const line = new TextDecoder().decode(await readFile(path, signal)).replace(/\r?\n$/, "");
    const value = trimSpace(line);
    if (!isFieldValue(value)) {
      throw new CheckFailure("file", `cannot use ${path}: it is not one line of text`);
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
  readFile: ReadFile,
  signal: AbortSignal,
): Promise<{ headers: readonly Header[]; body: Uint8Array | null }> {
  const headers = await readHeaders(own, readFile, signal);
  if (own.bodyFile !== null) return { headers, body: await readFile(own.bodyFile, signal) };
  return { headers, body: own.body === null ? null : new TextEncoder().encode(own.body) };
}

/**
 * Creates a probe that reads files before it opens a connection.
 *
 * @param read Reads the files.
 * @param probe Checks the endpoint with what was read.
 */
export function withFiles<T>(
  read: (signal: AbortSignal) => Promise<T>,
  probe: (files: T, signal: AbortSignal) => Promise<Outcome>,
): Probe {
  return async (signal) => {
    try {
      return await probe(await read(signal), signal);
    } catch (error) {
      return failureOf(error);
    }
  };
}
