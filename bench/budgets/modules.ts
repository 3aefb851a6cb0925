import { print } from "../support/bench.ts";

/** One module of what `deno info --json` prints. */
interface Module {
  readonly specifier: string;
  readonly dependencies?: readonly {
    readonly isDynamic?: boolean;
    readonly code?: { readonly specifier: string };
  }[];
}

/**
 * Returns the modules that are loaded together with the roots: the static imports, not the dynamic
 * ones.
 *
 * @param roots The specifiers of modules; the first one imports all others, even if dynamically.
 */
async function modulesOf(...roots: readonly string[]): Promise<Set<string>> {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", roots[0] ?? ""],
  }).output();
  const { modules } = JSON.parse(new TextDecoder().decode(stdout)) as { modules: Module[] };
  const loaded = new Set<string>();
  const visit = (specifier: string): void => {
    if (loaded.has(specifier)) return;
    loaded.add(specifier);
    const found = modules.find((module) => module.specifier === specifier);
    for (const { isDynamic, code } of found?.dependencies ?? []) {
      if (!isDynamic && code !== undefined) visit(code.specifier);
    }
  };
  for (const root of roots) visit(root);
  return loaded;
}

/** Prints how many modules the sources load to serve http. */
export async function printModules(): Promise<void> {
  const url = (path: string): string => new URL(`../../${path}`, import.meta.url).href;
  const loaded = await modulesOf(
    ...["main.ts", "src/commands/serve/serve.ts", "src/probes/http/http.ts"].map(url),
  );
  const count = (prefix: string): number =>
    [...loaded].filter((specifier) => specifier.startsWith(prefix)).length;
  print(`modules loaded to serve http: ${count(url("src"))} of its own, ${count("npm:")} from npm`);
}
