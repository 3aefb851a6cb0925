/** @module Reading files, or how they begin, without waiting for anything but their volume. */
import { constants, type FileHandle, open } from "node:fs/promises";
import { CheckFailure } from "../../check/reason.ts";
import {
  FileFailure,
  fileFailureOf,
  type FileState,
  mustBeRegular,
  retryIfMissing,
} from "./regular.ts";

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
    const { start } = await readStart(path);
    if (start.length > MAX_BYTES) throw new FileFailure("it is over 1 MiB");
    return start;
  } catch (error) {
    if (!(error instanceof FileFailure)) throw error;
    throw new CheckFailure("file", `cannot read ${path}: ${error.detail}`);
  }
}

/**
 * Reads the first 1 MiB of a regular file, and one byte more if it is larger. Links are followed.
 *
 * Rejects with a {@linkcode FileFailure}.
 */
export async function readStart(path: string): Promise<Required<FileState>> {
  try {
    return await retryIfMissing(() => openAndRead(path));
  } catch (error) {
    throw fileFailureOf(error);
  }
}

async function openAndRead(path: string): Promise<Required<FileState>> {
  // Opening a device may act on it: a watchdog starts.
  mustBeRegular((await Deno.stat(path)).isFile);
  // It may be a FIFO by now, and opening that would wait for a writer. Deno.open has no such flag.
  await using file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const info = await file.stat();
  mustBeRegular(info.isFile());
  const bytes = new Uint8Array(Math.min(info.size, MAX_BYTES + 1));
  return { modifiedMs: info.mtimeMs, start: bytes.subarray(0, await readFully(file, bytes)) };
}

async function readFully(file: FileHandle, bytes: Uint8Array<ArrayBuffer>): Promise<number> {
  let filled = 0;
  while (filled < bytes.length) {
    const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, null);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return filled;
}
