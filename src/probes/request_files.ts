/** @module The parts of a request that stand in files. */
import { CheckFailure } from "../check/reason.ts";
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
