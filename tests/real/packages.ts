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
): Promise<void> {
  const options = { args: [...args] };
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
 * Copies an artifact of Maven Central and all that it needs.
 *
 * @param artifact Such as `org.apache.kafka:kafka_2.13:4.1.2`.
 * @returns The folder of the jars.
 */
export async function mavenJars(artifact: string): Promise<string> {
  const [group, name, version] = artifact.split(":");
  return await cached(`maven-${artifact}`, async (folder) => {
    await Deno.writeTextFile(
      `${folder}/pom.xml`,
      `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>real</groupId><artifactId>real</artifactId><version>1</version><dependencies><dependency>
<groupId>${group}</groupId><artifactId>${name}</artifactId><version>${version}</version>
</dependency></dependencies></project>`,
    );
    await install(`${artifact}, of Maven Central`, "mvn", [
      ...["-q", "-f", `${folder}/pom.xml`, "dependency:copy-dependencies"],
      ...["-DincludeScope=runtime", `-DoutputDirectory=${folder}`],
    ]);
  });
}
