// deno task originals: compares what the program uses of the npm package deno-std, a re-publication
// of the standard library, with the originals on JSR. JSR_URL names another registry than jsr.io.
import manifest from "../../deno.json" with { type: "json" };

/** The versions on JSR that the npm package was made from. Change them with its version. */
const VERSIONS: Readonly<Record<string, string>> = {
  "@std/cli": "1.0.32",
  "@std/http": "1.1.3",
  "@std/text": "1.0.19",
};

/** The module with all it imports, without types, comments and formatting. */
async function codeOf(specifier: string, flags: readonly string[] = []): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["bundle", "--quiet", "--minify", "--platform", "deno", ...flags, specifier],
    env: { NO_COLOR: "1" },
  }).output();
  const decoder = new TextDecoder();
  if (!success || stdout.length === 0) {
    const [reason = ""] = decoder.decode(stderr).trim().split("\n");
    throw new Error(`cannot bundle ${specifier}: ${reason}`);
  }
  return decoder.decode(stdout);
}

/** Compares a module. Returns whether it is the original. */
async function compare(specifier: string, target: string): Promise<boolean> {
  const [, name = "", path = ""] = /^(@std\/[^/]+)(.*)$/.exec(specifier) ?? [];
  const version = VERSIONS[name];
  if (version === undefined) throw new Error(`cannot compare ${name}: VERSIONS must have it`);
  const original = `jsr:${name}@${version}${path}`;
  // The lock file holds the digest of the npm package, and nothing of JSR.
  const [ours, theirs] = await Promise.all([
    codeOf(target),
    codeOf(original, ["--no-config", "--no-lock"]),
  ]);
  const same = ours === theirs;
  // deno-lint-ignore no-console
  console.log(`${same ? "same    " : "DIFFERS "} ${target} ${original}`);
  return same;
}

const mapped = Object.entries(manifest.imports).filter(([name]) => name.startsWith("@std/"));
try {
  for (const [specifier, target] of mapped) {
    if (!await compare(specifier, target)) Deno.exitCode = 1;
  }
} catch (error) {
  // deno-lint-ignore no-console
  console.error(error instanceof Error ? error.message : error);
  Deno.exitCode = 1;
}
