/** @module The flags of the task `compile`. */
import manifest from "../../deno.json" with { type: "json" };

const [, flags] = / && deno compile (.*) --output /.exec(manifest.tasks.compile) ?? [];
if (flags === undefined) throw new Error("the task compile has no flags");

/** The flags that `deno compile` takes. */
export const COMPILE_FLAGS: readonly string[] = flags.split(" ");

/** The flags of V8 that are compiled in. */
export const V8_FLAGS: readonly string[] = COMPILE_FLAGS.filter((flag) =>
  flag.startsWith("--v8-flags=")
);

/** The flags that are no settings of the program. `deno run` keeps its cache elsewhere, as for users. */
const ONLY_COMPILE = ["--exclude-unused-npm", "--no-code-cache"];

/** Returns the flags that are compiled in, as `deno run` takes them. */
export function compiledFlags(): string[] {
  return COMPILE_FLAGS.filter((flag) => !ONLY_COMPILE.includes(flag));
}
