/** @module The files that say how names are looked up. */

/** The files that say how this host looks names up. */
export interface NameFiles {
  /** The content of /etc/hosts. */
  readonly hosts: string;
  /** The content of /etc/resolv.conf. */
  readonly resolvConf: string;
}

/** The paths of the files. */
export interface NameFilePaths {
  readonly hosts: string;
  readonly resolvConf: string;
}

/**
 * Returns the files that say how this host looks names up, empty if one does not exist; `undefined` if one
 * could never be read, or the permission for it was not compiled in. It is the same object as before as
 * long as they have not changed.
 */
export type ReadNameFiles = () => NameFiles | undefined;

/**
 * Creates a function that reads the files of this host, and reads them again when they have changed. Once
 * the permission to read them is revoked, it returns what it read last.
 *
 * @param paths Where they are.
 */
export function createReadNameFiles(
  { hosts, resolvConf }: NameFilePaths = { hosts: "/etc/hosts", resolvConf: "/etc/resolv.conf" },
): ReadNameFiles {
  let files: NameFiles | undefined;
  let state: string | undefined;
  return () => {
    const now = stateOf(hosts, resolvConf);
    if (now === undefined || now === state) return files;
    const read = { hosts: readText(hosts), resolvConf: readText(resolvConf) };
    if (read.hosts === undefined || read.resolvConf === undefined) return files;
    state = now;
    files = { hosts: read.hosts, resolvConf: read.resolvConf };
    return files;
  };
}

/** Returns what changes when one of the files does; `undefined` without the permission to read them. */
function stateOf(...paths: readonly string[]): string | undefined {
  const isGranted = (path: string): boolean =>
    Deno.permissions.querySync({ name: "read", path }).state === "granted";
  return paths.every(isGranted) ? paths.map(fileState).join() : undefined;
}

function fileState(path: string): string {
  try {
    const { ino, size, mtime } = Deno.statSync(path);
    return `${ino} ${size} ${mtime?.getTime()}`;
  } catch {
    return "none";
  }
}

function readText(path: string): string | undefined {
  try {
    return Deno.readTextFileSync(path);
  } catch (error) {
    return error instanceof Deno.errors.NotFound ? "" : undefined;
  }
}
