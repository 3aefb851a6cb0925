/**
 * Writes all of a text and ends its last line. It waits for the reader and never throws: what a command
 * has found does not depend on where it is printed. If it cannot write, it says so on standard error.
 *
 * @param stream Standard output or standard error.
 * @returns Whether it succeeded. A closed pipe is no failure: the reader has seen enough.
 */
export function print(stream: { writeSync(bytes: Uint8Array): number }, text: string): boolean {
  const bytes = new TextEncoder().encode(text.endsWith("\n") ? text : `${text}\n`);
  try {
    for (let written = 0; written < bytes.length;) {
      written += stream.writeSync(bytes.subarray(written));
    }
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.BrokenPipe) return true;
    const reason = error instanceof Error ? error.message : String(error);
    if (stream !== Deno.stderr) print(Deno.stderr, `healthcheck: cannot print: ${reason}`);
    return false;
  }
}
