/** @module The files that say how names are looked up. */
/** The files that say how this host looks names up. */
export interface NameFiles {
  /** The content of /etc/hosts. */
  readonly hosts: string;
  /** The content of /etc/resolv.conf. */
  readonly resolvConf: string;
}

/**
 * Reads the files that say how this host looks names up. A pod's are written before its containers
 * start, and do not change.
 *
 * @returns Their contents, empty if a file does not exist; `undefined` if one cannot be read, or the
 * permission for it was not compiled in.
 */
export function readNameFiles(): NameFiles | undefined {
  const hosts = read("/etc/hosts");
  const resolvConf = read("/etc/resolv.conf");
  return hosts === undefined || resolvConf === undefined ? undefined : { hosts, resolvConf };
}

function read(path: string): string | undefined {
  if (Deno.permissions.querySync({ name: "read", path }).state !== "granted") return undefined;
  try {
    return Deno.readTextFileSync(path);
  } catch (error) {
    return error instanceof Deno.errors.NotFound ? "" : undefined;
  }
}
