import { assert, assertEquals, assertLess, assertRejects } from "@std/assert";
import { CheckFailure } from "../../../src/check/reason.ts";
import { readSmallFile } from "../../../src/net/files/small.ts";
import { inFolder } from "../../support/folder.ts";

Deno.test("readSmallFile() reads each file whole when it has up to 1 MiB", async () => {
  await inFolder(async (folder) => {
    for (const size of [0, 1, 70_000, 1024 * 1024]) {
      const bytes = Uint8Array.from({ length: size }, (_, i) => i % 251);
      await Deno.writeFile(`${folder}/file`, bytes);
      assertEquals(await readSmallFile(`${folder}/file`), bytes);
    }
  });
});

Deno.test("readSmallFile() reads the file that a link names", async () => {
  await inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/..data`, "a");
    await Deno.symlink("..data", `${folder}/token`);
    assertEquals(await readSmallFile(`${folder}/token`), new TextEncoder().encode("a"));
  });
});

Deno.test("readSmallFile() never waits when a file becomes a FIFO while it is opened", async () => {
  await inFolder(async (folder) => {
    const [regular, fifo, path] = [`${folder}/regular`, `${folder}/fifo`, `${folder}/token`];
    await Deno.writeTextFile(regular, "a");
    assert(new Deno.Command("mkfifo", { args: [fifo] }).outputSync().success);
    await Deno.symlink(regular, path);
    const { stat } = Deno;
    Deno.stat = async (...args) => {
      const info = await stat(...args);
      await Deno.remove(path);
      await Deno.symlink(fifo, path);
      return info;
    };
    // If the read waits for a writer, this lets it go on, so that the test fails and does not hang.
    const timer = setTimeout(() => Deno.openSync(fifo, { read: true, write: true }).close(), 3000);
    const startMs = performance.now();
    try {
      await assertRejects(() => readSmallFile(path), CheckFailure, "not a regular file");
      assertLess(performance.now() - startMs, 2500);
    } finally {
      clearTimeout(timer);
      Deno.stat = stat;
    }
  });
});
