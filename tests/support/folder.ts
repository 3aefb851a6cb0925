/**
 * Lists the files in a folder and in its folders.
 *
 * @param root What the paths start from.
 * @param folder Its path, empty or with a slash at its end.
 * @param ending How the names end.
 */
export function filesIn(root: URL, folder: string, ending = ""): string[] {
  return [...Deno.readDirSync(new URL(folder, root))].flatMap(({ name, isDirectory }) => {
    if (isDirectory) return filesIn(root, `${folder}${name}/`, ending);
    return name.endsWith(ending) ? [`${folder}${name}`] : [];
  });
}

/** Calls `use` with a temporary folder, and removes it afterwards. */
export async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await Deno.makeTempDir();
  try {
    return await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
