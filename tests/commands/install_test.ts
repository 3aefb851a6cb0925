import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { copyAtomically } from "../../src/commands/install/install.ts";
import { inFolder } from "../support/folder.ts";
import { BINARY, Program, sources } from "../support/program.ts";

const BYTES = new Uint8Array(300_000).map((_, index) => index);
const NEVER = new AbortController().signal;

/** Calls `use` with a source of mode 555 and an empty directory. */
async function withSource(use: (source: string, folder: string) => Promise<void>): Promise<void> {
  await inFolder(async (parent) => {
    const source = `${parent}/source`;
    await Deno.writeFile(source, BYTES, { mode: 0o600 });
    await Deno.chmod(source, 0o555);
    await Deno.mkdir(`${parent}/folder`);
    await use(source, `${parent}/folder`);
  });
}

function namesIn(folder: string): string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => name);
}

Deno.test("copyAtomically() copies the bytes and the mode when there is no such file", async () => {
  await withSource(async (source, folder) => {
    assertEquals(await copyAtomically(source, `${folder}/copy`, NEVER), BYTES.length);
    assertEquals(await Deno.readFile(`${folder}/copy`), BYTES);
    assertEquals(((await Deno.stat(`${folder}/copy`)).mode ?? 0) & 0o777, 0o555);
    assertEquals(namesIn(folder), ["copy"]);
  });
});

Deno.test("copyAtomically() leaves the old file to its readers when it replaces it", async () => {
  await withSource(async (source, folder) => {
    await Deno.writeTextFile(`${folder}/copy`, "old");
    using old = await Deno.open(`${folder}/copy`);
    await copyAtomically(source, `${folder}/copy`, NEVER);
    const bytes = new Uint8Array(9);
    assertEquals(new TextDecoder().decode(bytes.subarray(0, await old.read(bytes) ?? 0)), "old");
    assertEquals((await Deno.stat(`${folder}/copy`)).size, BYTES.length);
  });
});

Deno.test("copyAtomically() leaves nothing behind when the name is taken or it is aborted", async () => {
  await withSource(async (source, folder) => {
    await Deno.mkdir(`${folder}/copy`);
    const replacing = (): Promise<number> => copyAtomically(source, `${folder}/copy`, NEVER);
    await assertRejects(replacing, Error, `${folder}/copy is a directory`);
    assertEquals(namesIn(folder), ["copy"]);
    const aborted = AbortSignal.abort(new Error("stopped by SIGTERM"));
    const copying = (): Promise<number> => copyAtomically(source, `${folder}/other`, aborted);
    await assertRejects(copying, Error, "stopped by SIGTERM");
    assertEquals(namesIn(folder), ["copy"]);
  });
});

Deno.test("copyAtomically() removes the copies that killed processes left when they are old", async () => {
  await withSource(async (source, folder) => {
    const [old, fresh] = [crypto.randomUUID(), crypto.randomUUID()];
    const now = Date.now();
    for (
      const [name, minutes] of [
        [`.healthcheck-${old}`, 6],
        [`.healthcheck-${fresh}`, 4],
        [".healthcheck-config", 6],
        [old, 6],
      ] as const
    ) {
      await Deno.writeTextFile(`${folder}/${name}`, "x");
      const then = new Date(now - minutes * 60_000);
      await Deno.utime(`${folder}/${name}`, then, then);
    }
    await copyAtomically(source, `${folder}/copy`, NEVER);
    assertEquals(
      namesIn(folder).toSorted(),
      [`.healthcheck-${fresh}`, ".healthcheck-config", "copy", old].toSorted(),
    );
  });
});

Deno.test("copyAtomically() removes the copies that killed processes left when a directory has such a name", async () => {
  await withSource(async (source, folder) => {
    const directories = [1, 2].map(() => `.healthcheck-${crypto.randomUUID()}`);
    const then = new Date(Date.now() - 600_000);
    // The order in which the file system lists them is its own.
    for (let leftover = 0; leftover < 8; leftover++) {
      const path = `${folder}/.healthcheck-${crypto.randomUUID()}`;
      await Deno.writeTextFile(path, "x");
      await Deno.utime(path, then, then);
    }
    for (const [index, name] of directories.entries()) {
      await Deno.mkdir(`${folder}/${name}`);
      if (index === 0) await Deno.writeTextFile(`${folder}/${name}/file`, "x");
      await Deno.utime(`${folder}/${name}`, then, then);
    }
    await copyAtomically(source, `${folder}/copy`, NEVER);
    assertEquals(namesIn(folder).toSorted(), [...directories, "copy"].toSorted());
  });
});

Deno.test("copyAtomically() rejects when the directory is missing or is a file", async () => {
  await withSource(async (source, folder) => {
    await assertRejects(() => copyAtomically(source, `${folder}/none/copy`, NEVER), Error);
    await assertRejects(() => copyAtomically(source, `${source}/copy`, NEVER), Error);
    assertEquals(namesIn(folder), []);
  });
});

Deno.test({
  name: "copyAtomically() succeeds when the directory can be written but not read",
  // Root can read it.
  ignore: Deno.uid() === 0,
  fn: async () => {
    await withSource(async (source, folder) => {
      await Deno.chmod(folder, 0o300);
      assertEquals(await copyAtomically(source, `${folder}/copy`, NEVER), BYTES.length);
      await Deno.chmod(folder, 0o700);
      assertEquals(namesIn(folder), ["copy"]);
    });
  },
});

sources.test("main exits 1 with the reason when it is to install but is no binary", async () => {
  await inFolder(async (folder) => {
    const denoFlags = [`--allow-read=${folder}`, `--allow-write=${folder}`];
    await using program = new Program(["install", folder], { denoFlags });
    const { code, out, err } = await program.end();
    assertEquals([code, out], [1, []]);
    assertStringIncludes(err, `cannot install into ${folder}: this is not a compiled binary`);
    assertEquals(namesIn(folder), []);
  });
});

Deno.test(
  "main installs itself when it is a compiled binary",
  { ignore: BINARY === undefined },
  async () => {
    await inFolder(async (folder) => {
      await using program = new Program(["install", folder]);
      const { code, err } = await program.end();
      assertEquals([code, err], [0, ""]);
      assertEquals(namesIn(folder), ["healthcheck"]);
      const copied = await Deno.readFile(`${folder}/healthcheck`);
      assertEquals(copied.length, (await Deno.stat(BINARY ?? "")).size);
    });
  },
);
