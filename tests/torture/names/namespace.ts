/** @module Running a script where the name server is our own. */

/** Brings loopback up, replaces the files by $0 and $1 for this process only, and runs the rest. */
const SETUP = 'ip link set lo up && mount --bind "$0" /etc/resolv.conf && ' +
  'mount --bind "$1" /etc/hosts && shift && exec "$@"';
const FILES = {
  "resolv.conf": "nameserver 127.0.0.1\noptions timeout:5 attempts:2\n",
  "hosts": "127.0.0.1 localhost hosts.example\n::1 localhost\n",
};

/**
 * Runs a command in Linux namespaces of its own: it is root there, has only loopback, and its name
 * server is 127.0.0.1.
 *
 * @returns Its standard output, or `undefined` where that is not permitted.
 */
export async function runInNamespace(command: readonly string[]): Promise<string | undefined> {
  const folder = await Deno.makeTempDir();
  const run = async (args: readonly string[]): Promise<Deno.CommandOutput> =>
    await new Deno.Command("unshare", {
      args: ["-rmn", "sh", "-c", SETUP, `${folder}/resolv.conf`, `${folder}/hosts`, ...args],
      stderr: "inherit",
    }).output();
  try {
    for (const [name, text] of Object.entries(FILES)) {
      await Deno.writeTextFile(`${folder}/${name}`, text);
    }
    const isPermitted = await run(["true"]).then(({ success }) => success, () => false);
    if (!isPermitted) return undefined;
    return new TextDecoder().decode((await run(command)).stdout);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
