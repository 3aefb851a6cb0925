/** @module Which file a path names. */

/** Device and inode of a file, which no other file has while this one is open. */
export type FileId = string;

/** Returns what identifies a file. */
export function fileIdOf({ dev, ino }: Deno.FileInfo): FileId {
  return `${dev} ${ino}`;
}

/** Returns what identifies the file that a path names; `undefined` if it names none. */
export async function fileIdAt(path: string): Promise<FileId | undefined> {
  try {
    return fileIdOf(await Deno.stat(path));
  } catch {
    // The file was removed, or its volume is gone: opening it will tell.
    return undefined;
  }
}
