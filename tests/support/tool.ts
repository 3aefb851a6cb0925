/** @module Programs that a test runs. */

/** What a tool printed, and whether it exited with 0. */
export interface ToolOutput {
  readonly ok: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/** Reports whether a tool that knows `--version` is in PATH. */
export async function hasTool(tool: string): Promise<boolean> {
  try {
    return (await new Deno.Command(tool, { args: ["--version"] }).output()).success;
  } catch {
    return false;
  }
}

/**
 * Runs a tool to its end.
 *
 * @param input What it reads from standard input.
 * @throws {Deno.errors.NotFound} if it is not in PATH.
 */
export async function runTool(
  tool: string,
  args: readonly string[],
  input: string,
): Promise<ToolOutput> {
  const child = new Deno.Command(tool, {
    args: [...args],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const done = child.output();
  // A tool that fails may read less.
  await new Blob([input]).stream().pipeTo(child.stdin).catch(() => {});
  const { success: ok, stdout, stderr } = await done;
  const decoder = new TextDecoder();
  return { ok, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}
