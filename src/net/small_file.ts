import { CheckFailure } from "../check/reason.ts";

/** The largest file that is read whole. */
const MAX_BYTES = 1024 * 1024;

/**
 * Reads a file of at most 1 MiB.
 *
 * Rejects with a {@linkcode CheckFailure} that names the file if it cannot be read or is larger.
 */
export async function readSmallFile(
  path: string,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  try {
    using file = await Deno.open(path);
    const { size, isFile } = await file.stat();
    if (!isFile) throw new CheckFailure(`cannot read ${path}: it is not a regular file`);
    if (size > MAX_BYTES) throw new CheckFailure(`cannot read ${path}: it is over 1 MiB`);
    signal.throwIfAborted();
    const bytes = new Uint8Array(size);
    let filled = 0;
    while (filled < size) {
      const count = await file.read(bytes.subarray(filled));
      if (count === null) break;
      filled += count;
    }
    return bytes.subarray(0, filled);
  } catch (error) {
    if (error instanceof CheckFailure) throw error;
    throw new CheckFailure(`cannot read ${path}${detailOf(error)}`);
  }
}

function detailOf(error: unknown): string {
  if (error instanceof Deno.errors.NotFound) return ": no such file";
  if (error instanceof Deno.errors.PermissionDenied) return ": permission denied";
  if (error instanceof Deno.errors.NotCapable) {
    return ": healthcheck was compiled without --allow-read for it";
  }
  return "";
}
