/**
 * Puts a text in the place of a file, so that nobody ever sees half of it.
 *
 * @param text Without one, the file is removed.
 * @param time When it was modified, now by default.
 */
export function replaceFile(path: string, text: string | undefined, time?: Date): void {
  if (text === undefined) {
    try {
      Deno.removeSync(path, { recursive: true });
    } catch {
      // It is missing already.
    }
    return;
  }
  Deno.writeTextFileSync(`${path}.new`, text);
  if (time !== undefined) Deno.utimeSync(`${path}.new`, time, time);
  Deno.renameSync(`${path}.new`, path);
}
