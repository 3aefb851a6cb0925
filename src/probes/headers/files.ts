/** @module The fields of a request whose values stand in files. */
import { CheckFailure, failureOf } from "../../check/reason.ts";
import type { Outcome } from "../../check/report.ts";
import type { Probe } from "../../check/target.ts";
import type { ReadFile } from "../../net/files/reads.ts";
import { type Header, type HeaderOptions, isFieldValue, trimSpace } from "./options.ts";

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
