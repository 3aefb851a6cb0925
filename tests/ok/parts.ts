/** @module The parts of `deno task ok`. */

/** What one part is called, and the arguments of Deno that run it. */
export type Part = readonly [name: string, args: readonly string[]];

/**
 * Runs the parts one after another, up to the first that fails. They print as they run.
 *
 * @returns The exit status of the last part that ran, and how long each took, on one line.
 */
export async function runParts(parts: readonly Part[]): Promise<{ code: number; times: string }> {
  const taken: string[] = [];
  for (const [name, args] of parts) {
    const startMs = performance.now();
    const { code } = await new Deno.Command(Deno.execPath(), { args: [...args] }).spawn().status;
    const took = `${name} ${((performance.now() - startMs) / 1000).toFixed(1)} s`;
    if (code !== 0) return { code, times: [...taken, `${took} (failed)`].join(", ") };
    taken.push(took);
  }
  return { code: 0, times: taken.join(", ") };
}
