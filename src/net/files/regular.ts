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
    const { isFile, mtime } = await retryIfMissing(() => statAllowed(path));
    mustBeRegular(isFile);
    return { modifiedMs: mtime?.getTime() ?? 0 };
  } catch (error) {
    throw fileFailureOf(error);
  }
}

/** Deno refuses these, as it refuses to open what is in them. `stat` does not look where a link leads. */
const REFUSED = /^\/(?:proc|sys)\//;

async function statAllowed(path: string): Promise<Deno.FileInfo> {
  const info = await Deno.stat(path);
  const real = await Deno.realPath(path);
  return REFUSED.test(real) ? await Deno.stat(real) : info;
}

/**
 * What the system says of a path that leads nowhere any more. Deno resolves a path before it opens the
 * file, and does not follow links then: if it could not resolve the path, it gets ELOOP.
 */
const MISSING = ["ENOENT", "ELOOP"];
/** How often a file is looked for. A kubelet updates a volume once a minute or so, never twice at once. */
const MAX_LOOKS = 3;

/**
 * Looks for a file again if there is none. While the kubelet swaps the files of a ConfigMap or a Secret,
 * it renames a new link over the old one and removes the old folder: a path that was resolved before leads
 * nowhere, and the same path leads to the new file.
 *
 * @param look Looks at the file, by its path.
 */
export async function retryIfMissing<T>(look: () => Promise<T>): Promise<T> {
  for (let looks = 1;; looks++) {
    try {
      return await look();
    } catch (error) {
      if (!MISSING.includes(errorCode(error)) || looks === MAX_LOOKS) throw error;
    }
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
  if (code === "ENAMETOOLONG") return "a name is over 255 bytes, or the path is over 4095";
  if (error instanceof Deno.errors.NotCapable && error.message.startsWith("Requires all access")) {
    return "Deno refuses /proc and /sys";
  }
  if (error instanceof Deno.errors.NotCapable) {
    return "healthcheck was compiled without --allow-read for it";
  }
  return code || "input/output error";
}
