/** @module The tests that must notice a mutant. */

/** The files that no test imports, because the tests start the program, and those tests. */
const PROGRAM_TESTS: ReadonlyMap<string, readonly string[]> = new Map([
  ["src/server/serve.ts", ["tests/life_cycle_test.ts", "tests/process/environment_test.ts"]],
]);

/** The text of each file of `src/` and `tests/` by its path. */
export type Tree = ReadonlyMap<string, string>;

/**
 * Finds the tests of a file and of those that import it: each `tests/x_test.ts` that mirrors
 * `src/x.ts`, and each that imports the file itself. Widens the circle by one import while it finds
 * none.
 *
 * @param file A path such as `src/check/check.ts`.
 */
export function relatedTests(file: string, tree: Tree): string[] {
  const known = PROGRAM_TESTS.get(file);
  if (known !== undefined) return [...known];
  const importers = importersOf(tree);
  let circle = new Set([file]);
  for (;;) {
    const size = circle.size;
    circle = new Set([...circle, ...[...circle].flatMap((path) => importers.get(path) ?? [])]);
    const mirrors = [...circle].map((path) =>
      path.replace(/^src\//, "tests/").replace(/\.ts$/, "_test.ts")
    );
    const tests = new Set(
      [...circle, ...mirrors].filter((path) => path.endsWith("_test.ts") && tree.has(path)),
    );
    if (tests.size > 0 || circle.size === size) return [...tests].sort();
  }
}

/** Returns the paths of the files that import each file. */
function importersOf(tree: Tree): Map<string, string[]> {
  const importers = new Map<string, string[]>();
  for (const [path, text] of tree) {
    for (
      const [, imported = ""] of text.matchAll(/(?:from|import|import\()\s*["'](\.[^"']+)["']/g)
    ) {
      const { pathname } = new URL(imported, `file:///${path}`);
      importers.set(pathname.slice(1), [...importers.get(pathname.slice(1)) ?? [], path]);
    }
  }
  return importers;
}
