/** @module Regular files: what the system says of one, and why one is of no use. */
import { CheckFailure } from "../../check/reason.ts";
import type { Milliseconds } from "../../process/time/duration.ts";
import { errorCode, isOutOfDescriptors } from "../../process/error_code.ts";

/** A regular file, as it was at one moment. */
export interface FileState {
  /** When it was modified, since the epoch, by the clock of its volume. */
  readonly modifiedMs: Milliseconds;
  /** How it begins, if it was read; others may have the same bytes, so do not change them. */
  readonly start?: Uint8Array<ArrayBuffer>;
}

/** A file cannot be read. */
export class FileFailure extends CheckFailure {
  override name = "FileFailure";
  /** The cause, to stand behind a text that says what cannot be read. */
  readonly detail: string;

  /** @param reason What to say where nothing else says that it is about reading. */
  constructor(detail: string, reason: string = detail) {
    super("file", reason);
    this.detail = detail;
  }
}

/**
 * Looks at a file without opening it, so the file itself need not be readable. Links are followed.
 *
 * Rejects with a {@linkcode FileFailure}.
 */
export async function statRegularFile(path: string): Promise<FileState> {
  try {
    const { isFile, mtime } = await Deno.stat(path);
    mustBeRegular(isFile);
    return { modifiedMs: mtime?.getTime() ?? 0 };
  } catch (error) {
    throw fileFailureOf(error);
  }
}

/** @throws {FileFailure} if a file is a folder, a device, a FIFO or a socket. */
export function mustBeRegular(isRegular: boolean): void {
  if (!isRegular) throw new FileFailure("not a regular file");
}

/**
 * Returns what to throw for an error of the file system: a {@linkcode FileFailure}, or the error itself if
 * this process has no file descriptor left.
 */
export function fileFailureOf(error: unknown): unknown {
  if (error instanceof FileFailure || isOutOfDescriptors(error)) return error;
  const code = errorCode(error);
  if (code === "ENOENT" || code === "ENOTDIR") return new FileFailure("no such file");
  const detail = detailOf(error, code);
  return new FileFailure(detail, `not readable: ${detail}`);
}

function detailOf(error: unknown, code: string): string {
  if (code === "EACCES" || code === "EPERM") return "permission denied";
  if (code === "ELOOP") return "too many links";
  if (error instanceof Deno.errors.NotCapable) {
    return "healthcheck was compiled without --allow-read for it";
  }
  return code || "input/output error";
}
