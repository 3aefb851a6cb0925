/** @module The files that SQLite keeps beside a database while it is open. */
import { type FileId, fileIdAt } from "./file_id.ts";

/** The files by path. */
export type SideFiles = ReadonlyMap<string, FileId | undefined>;

/** Returns the log and the index of an open database. */
export async function sideFilesOf(path: string): Promise<SideFiles> {
  const paths = [`${path}-wal`, `${path}-shm`];
  return new Map(
    await Promise.all(paths.map(async (path) => [path, await fileIdAt(path)] as const)),
  );
}

/**
 * Removes the files of a database that has lost its name, unless others have their names now. SQLite leaves
 * them, and would take them for those of the next database with that name.
 */
export async function removeSideFiles(files: SideFiles): Promise<void> {
  for (const [path, id] of files) {
    if (id !== undefined && await fileIdAt(path) === id) await Deno.remove(path);
  }
}
