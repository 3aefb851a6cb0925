/** @module What is measured: the sources, the bundle or a binary. */
import { compiledFlags } from "./compiled_flags.ts";
import { textAt } from "./client.ts";
import { Process } from "./process.ts";

const ROOT = new URL("../../", import.meta.url).pathname;
const EMPTY = "bench/programs/empty.ts";

/** A way to run the program. */
export interface Subject {
  readonly name: "sources" | "bundle" | "binary";
  /** The command, before its arguments. */
  readonly words: readonly string[];
  /** The command of an empty program, made in the same way; `null` if there is none. */
  readonly empty: readonly string[] | null;
  /** The command, for a reader. */
  readonly command: string;
}

/** Options of {@linkcode subjectOf}. */
export interface SubjectOptions {
  /** The path of a compiled binary. */
  binary: string | undefined;
  /** The path of `bench/programs/empty.ts` compiled in the same way. */
  emptyBinary: string | undefined;
  /** Whether to bundle the sources. */
  bundle: boolean;
}

/** Returns the way to run the program, after bundling it if need be. */
export async function subjectOf(
  { binary, emptyBinary, bundle }: SubjectOptions,
): Promise<Subject> {
  if (binary !== undefined && bundle) {
    throw new Error("cannot measure --bundle: HEALTHCHECK_BIN must be unset");
  }
  if (binary !== undefined) {
    // A name without a slash is a path too, and not looked for in PATH.
    const empty = emptyBinary === undefined ? null : [await fileOf("EMPTY_BIN", emptyBinary)];
    const words = [await fileOf("HEALTHCHECK_BIN", binary)];
    return { name: "binary", words, empty, command: "healthcheck" };
  }
  if (bundle) {
    await deno(["task", "--quiet", "bundle"]);
    const output = ["--output", "dist/empty.js"];
    await deno(["bundle", "--quiet", "--platform", "deno", ...output, EMPTY]);
  }
  const run = ["run", ...compiledFlags()];
  const [main, empty] = bundle ? ["dist/main.js", "dist/empty.js"] : ["main.ts", EMPTY];
  return {
    name: bundle ? "bundle" : "sources",
    words: [Deno.execPath(), ...run, ROOT + main],
    empty: [Deno.execPath(), ...run, ROOT + empty],
    command: ["deno", ...run, main].join(" "),
  };
}

async function fileOf(variable: string, path: string): Promise<string> {
  try {
    return await Deno.realPath(path);
  } catch (error) {
    throw new Error(`cannot measure: ${variable} must be a file, got ${path}`, { cause: error });
  }
}

async function deno(args: readonly string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [...args],
    cwd: ROOT,
  }).output();
  if (!success) {
    throw new Error(`cannot bundle the sources: ${new TextDecoder().decode(stderr).trim()}`);
  }
}

/** Returns the version of the program, and that of the Deno that runs it. */
export async function versionsOf(
  { words }: Subject,
): Promise<{ version: string; deno: string }> {
  await using process = new Process([
    ...words,
    ...["--host", "127.0.0.1", "0", "5", "tcp://127.0.0.1:1"],
  ]);
  const metrics = await textAt(`http://127.0.0.1:${await process.port()}/metrics`);
  const [, version = "", deno = ""] =
    /^healthcheck_build_info\{version="(.*)",deno="(.*)"\}/m.exec(metrics) ?? [];
  return { version, deno };
}
