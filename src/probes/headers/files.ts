/** @module The fields of a request whose values stand in files. */
import { CheckFailure, cutName, failureOf } from "../../check/reason.ts";
import type { Outcome } from "../../check/report.ts";
import type { Probe } from "../../check/target.ts";
import type { Trace } from "../../check/trace.ts";
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
    return [name, fieldValueOf(await readFile(path, signal), path)];
  });
  return [...headers, ...await Promise.all(read)];
}

/** An empty file is one that its writer has not filled yet, or a volume that is full. */
function fieldValueOf(bytes: Uint8Array, path: string): string {
  const wrong = (why: string): CheckFailure =>
    new CheckFailure("file", `cannot use ${cutName(path)}: it ${why}`);
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw wrong("is not UTF-8");
  }
  const value = trimSpace(text.replace(/\r?\n$/, ""));
  if (value === "") throw wrong("is empty");
  if (!isFieldValue(value)) throw wrong("is not one line of text");
  return value;
}

/**
 * Creates a probe that reads files before it opens a connection.
 *
 * @param read Reads the files.
 * @param probe Checks the endpoint with what was read.
 * @param trace Takes the phase of reading.
 */
export function withFiles<T>(
  read: (signal: AbortSignal) => Promise<T>,
  probe: (files: T, signal: AbortSignal) => Promise<Outcome>,
  trace?: Trace,
): Probe {
  return async (signal) => {
    try {
      const reading = trace?.begin("read", "files of the request");
      const files = await read(signal);
      reading?.end();
      return await probe(files, signal);
    } catch (error) {
      return failureOf(error);
    }
  };
}
