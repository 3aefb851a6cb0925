import { constants, open } from "node:fs/promises";
import { CheckFailure } from "../check/reason.ts";
import { errorCode } from "../process/error_code.ts";

/** The largest file that is read whole. */
const MAX_BYTES = 1024 * 1024;

/**
 * Reads a regular file of at most 1 MiB. Links are followed. On Deno 2.9, a volume that hangs holds one
 * of Deno's threads, not the event loop.
 *
 * Rejects with a {@linkcode CheckFailure} that names the file if it cannot be read or is larger.
 */
export async function readSmallFile(path: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    // Opening a device may act on it: a watchdog starts.
    mustBeRegular(path, (await Deno.stat(path)).isFile);
    // It may be a FIFO by now, and opening that would wait for a writer. Deno.open has no such flag.
    await using file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const info = await file.stat();
    mustBeRegular(path, info.isFile());
    if (info.size > MAX_BYTES) {
      throw new CheckFailure("file", `cannot read ${path}: it is over 1 MiB`);
    }
    const bytes = new Uint8Array(info.size);
    let filled = 0;
    while (filled < bytes.length) {
      const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, null);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return bytes.subarray(0, filled);
  } catch (error) {
    if (error instanceof CheckFailure) throw error;
    throw new CheckFailure("file", `cannot read ${path}${detailOf(error)}`);
  }
}

function mustBeRegular(path: string, isRegular: boolean): void {
  if (!isRegular) throw new CheckFailure("file", `cannot read ${path}: it is not a regular file`);
}

function detailOf(error: unknown): string {
  if (errorCode(error) === "ENOENT") return ": no such file";
  if (errorCode(error) === "EACCES") return ": permission denied";
  if (error instanceof Deno.errors.NotCapable) {
    return ": healthcheck was compiled without --allow-read for it";
  }
  return "";
}
