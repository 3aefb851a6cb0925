/** Options of {@linkcode runScript}. */
export interface RunScriptOptions {
  /**
   * The arguments of the script.
   * @default {[]}
   */
  args?: readonly string[];
  /**
   * The flags of `deno eval`.
   * @default {[]}
   */
  denoFlags?: readonly string[];
}

/**
 * Runs a script in a process of its own, with all permissions: it sees its own threads and descriptors.
 *
 * @param script A module; it imports from the root of the project.
 * @returns Its standard output. The script must exit with status 0 and write nothing to standard error.
 */
export async function runScript(
  script: string,
  { args = [], denoFlags = [] }: RunScriptOptions = {},
): Promise<string> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", "--no-lock", "--ext=js", ...denoFlags, script, ...args],
    cwd: new URL("../..", import.meta.url),
    env: { NO_COLOR: "1" },
  }).output();
  const [out = "", err = ""] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  if (code !== 0 || err !== "") throw new Error(`exit status ${code}: ${err}`);
  return out;
}
