import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import manifest from "../../deno.json" with { type: "json" };
import { inFolder } from "../support/folder.ts";

interface Done {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function task(
  name: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Done> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", name, ...args],
    env: { NO_COLOR: "1", ...env },
  }).output();
  const [out = "", err = ""] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  return { code, out: out.trimEnd(), err: err.trimEnd() };
}

/** Runs a task with a stand-in for docker, and returns the commands that it was given, too. */
async function taskWithDocker(name: string, args: readonly string[], body: string): Promise<
  Done & { readonly commands: string[] }
> {
  let found = { code: -1, out: "", err: "", commands: [""] };
  await inFolder(async (folder) => {
    const script = `#!/bin/sh\necho "$*" >> '${folder}/commands'\n${body}\n`;
    await Deno.writeTextFile(`${folder}/docker`, script, { mode: 0o755 });
    const done = await task(name, args, { PATH: `${folder}:${Deno.env.get("PATH")}` });
    const commands = (await Deno.readTextFile(`${folder}/commands`)).trimEnd().split("\n");
    found = { ...done, commands };
  });
  return found;
}

Deno.test("deno task notes prints the section of the version when CHANGELOG.md has it", async () => {
  const { code, out } = await task("notes", [manifest.version]);
  assertEquals(code, 0);
  assertMatch(out, /^### Added\n\n- /);
  assert(!/^## |Unreleased/m.test(out), out);
});

Deno.test("deno task notes exits 1 when the tag is not the version of deno.json", async () => {
  const { code, out, err } = await task("notes", ["9.9.9"]);
  const must = `it must be the version of deno.json, ${manifest.version}`;
  assertEquals([code, out, err], [1, "", `cannot release 9.9.9: ${must}`]);
});

Deno.test("deno task sbom lists the runtime and the locked libraries when it is run", async () => {
  const { code, out } = await task("sbom", []);
  const lock = JSON.parse(await Deno.readTextFile(new URL("../../deno.lock", import.meta.url)));
  const sbom = JSON.parse(out);
  assertEquals([code, sbom.metadata.component.version], [0, manifest.version]);
  const [runtime, ...libraries] = sbom.components;
  assertEquals([runtime.name, runtime.version], ["deno", Deno.version.deno]);
  const ids = libraries.map(({ name, version }: { name: string; version: string }) => {
    return `${name}@${version}`;
  });
  assertEquals(ids, Object.keys(lock.npm));
  for (const { hashes: [{ content }] } of libraries) assertMatch(content, /^[0-9a-f]{128}$/);
});

const ANSWERS = 'case "$1" in run) echo 123;; wait) echo "$CODE";; logs) echo a log line;; esac';

Deno.test("deno task image runs the image hardened and stops it when docker does", async () => {
  const { code, out, commands } = await taskWithDocker("image", ["it:1"], `CODE=0; ${ANSWERS}`);
  assertEquals([code, out], [0, "a log line\nthe container exited with 0"]);
  assertEquals(commands.map((command) => command.split(" ")[0]), [
    ..."build run exec stop wait logs rm".split(" "),
  ]);
  const [build = "", run = ""] = commands;
  assertEquals(build, "build --file Containerfile.distroless --tag it:1 .");
  for (const flag of ["--read-only", "--cap-drop=ALL"]) assertStringIncludes(run, flag);
});

Deno.test("deno task image exits 1 when the container does not exit with 0", async () => {
  const { code, out } = await taskWithDocker("image", [], `CODE=137; ${ANSWERS}`);
  assertEquals([code, out], [1, "a log line\nthe container exited with 137"]);
});

Deno.test("deno task image exits 1 when the sidecar does not answer", async () => {
  const body = `[ "$1" != exec ] || exit 1; ${ANSWERS}`;
  const { code, err, commands } = await taskWithDocker("image", [], body);
  assertEquals([code, err], [1, "cannot continue: docker exec failed"]);
  // It leaves no container that runs.
  assertEquals(commands.at(-1), "rm --force 123");
});

Deno.test("deno task publish says what is missing when it has no name", async () => {
  const { code, err } = await task("publish", []);
  assertEquals([code, err], [1, "cannot publish: NAME:TAG is missing"]);
});

Deno.test("deno task publish prints the digest when the image was pushed", async () => {
  const body = 'while [ $# -gt 0 ]; do [ "$1" != --metadata-file ] || ' +
    `echo '{"containerimage.digest":"sha256:ab"}' > "$2"; shift; done`;
  const { code, out, commands } = await taskWithDocker("publish", ["r.example/it:1"], body);
  assertEquals([code, out], [0, "digest=sha256:ab"]);
  const build = commands.at(-1) ?? "";
  for (
    const part of [
      "--pull --no-cache",
      "linux/amd64,linux/arm64",
      "--sbom=true",
      "--tag r.example/it:1 --push .",
    ]
  ) {
    assertStringIncludes(build, part);
  }
});
