/** @module Packages that a case installs into a folder of its own, once. */
import { Missing } from "./missing.ts";

const CACHE = `${
  Deno.env.get("XDG_CACHE_HOME") ?? `${Deno.env.get("HOME")}/.cache`
}/healthcheck-real`;

/** Installs into a new folder of the cache, unless it is there. Returns its path. */
async function cached(
  name: string,
  install: (folder: string) => Promise<void>,
): Promise<string> {
  const folder = `${CACHE}/${name.replaceAll(/[^\w.-]+/g, "_")}`;
  const done = `${folder}/installed`;
  if (await Deno.stat(done).catch(() => undefined) !== undefined) return folder;
  await Deno.remove(folder, { recursive: true }).catch(() => {});
  await Deno.mkdir(folder, { recursive: true });
  await install(folder);
  await Deno.writeTextFile(done, "");
  return folder;
}

async function install(
  what: string,
  program: string,
  args: readonly string[],
  env?: Readonly<Record<string, string>>,
): Promise<void> {
  const options = { args: [...args], env: { ...env } };
  const output = await new Deno.Command(program, options).output().catch((error) => error);
  if (output instanceof Error) throw new Missing(`${what} (${output.message})`);
  if (output.success) return;
  const last = new TextDecoder().decode(output.stderr).trim().split("\n").at(-1);
  throw new Missing(`${what} (${last})`);
}

/**
 * Installs packages of PyPI into a virtual environment.
 *
 * @param packages Such as `pika==1.3.2`.
 * @returns The folder of its programs, `python` among them.
 */
export async function pythonPackages(...packages: readonly string[]): Promise<string> {
  const what = `${packages.join(", ")}, of PyPI`;
  const folder = await cached(`python-${packages.join("-")}`, async (folder) => {
    await install(what, "python3", ["-m", "venv", folder]);
    await install(what, `${folder}/bin/pip`, ["install", "--quiet", ...packages]);
  });
  return `${folder}/bin`;
}

/**
 * Builds a program of a Go module.
 *
 * @param module Such as `github.com/danielqsj/kafka_exporter@v1.9.0`.
 * @returns The folder of the program.
 */
export async function goProgram(module: string): Promise<string> {
  return await cached(`go-${module}`, async (folder) => {
    await install(`${module}, of Go's module proxy`, "go", ["install", module], { GOBIN: folder });
  });
}
