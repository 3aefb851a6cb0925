/** @module The files that SQLite keeps beside a database while it is open. */
import { type FileId, fileIdAt } from "./file_id.ts";

/** The files of an open database. */
export interface SideFiles {
  /** The path of the database itself. */
  readonly database: string;
  /** The log and the index, by path. */
  readonly ids: ReadonlyMap<string, FileId | undefined>;
}

/** Returns the log and the index of an open database. SQLite keeps them beside the target of a link. */
export async function sideFilesOf(path: string): Promise<SideFiles> {
  const database = await targetOf(path);
  const paths = [`${database}-wal`, `${database}-shm`];
  const ids = paths.map(async (path) => [path, await fileIdAt(path)] as const);
  return { database, ids: new Map(await Promise.all(ids)) };
}

async function targetOf(path: string): Promise<string> {
  try {
    return await Deno.realPath(path);
  } catch {
    // A relative path needs permission to read the working directory.
    return path;
  }
}

/**
 * Removes the files of a database that has lost its name, unless others have their names now. SQLite leaves
 * them, and would take them for those of the next database with that name.
 */
export async function removeSideFiles({ ids }: SideFiles): Promise<void> {
  for (const [path, id] of ids) {
    if (id !== undefined && await fileIdAt(path) === id) await Deno.remove(path);
  }
}
