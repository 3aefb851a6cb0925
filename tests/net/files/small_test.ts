import { open } from "node:fs/promises";
import { assert, assertEquals, assertLess, assertRejects } from "@std/assert";
import { CheckFailure } from "../../../src/check/reason.ts";
import { statRegularFile } from "../../../src/net/files/regular.ts";
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

Deno.test("readSmallFile() rejects when the file has a byte more than 1 MiB", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/file`;
    await Deno.writeFile(path, new Uint8Array(1024 * 1024 + 1));
    const message = `cannot read ${path}: it is over 1 MiB`;
    await assertRejects(() => readSmallFile(path), CheckFailure, message);
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

Deno.test("readSmallFile() reads what there is when the file is truncated as it is read", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/file`;
    await Deno.writeTextFile(path, "abcdef");
    await using file = await open(path);
    const handle = Object.getPrototypeOf(file);
    const { stat } = handle;
    handle.stat = async function (): Promise<unknown> {
      const info = await Reflect.apply(stat, this, []);
      await Deno.truncate(path, 3);
      return info;
    };
    // A read that waits for the rest gets it then, so that the test fails and does not hang.
    const timer = setTimeout(() => Deno.writeTextFileSync(path, "abcdef"), 3000);
    try {
      assertEquals(await readSmallFile(path), new TextEncoder().encode("abc"));
    } finally {
      clearTimeout(timer);
      handle.stat = stat;
    }
  });
});

/** What the kubelet does to a projected volume: a path that was resolved before leads nowhere. */
async function swapFiles(folder: string, version: number): Promise<void> {
  await Deno.mkdir(`${folder}/..v${version}`);
  await Deno.writeTextFile(`${folder}/..v${version}/token`, `${version}`);
  await Deno.symlink(`..v${version}`, `${folder}/..new`);
  await Deno.rename(`${folder}/..new`, `${folder}/..data`);
  if (version > 1) await Deno.remove(`${folder}/..v${version - 1}`, { recursive: true });
}

for (
  const [name, look] of [
    ["readSmallFile", async (path) => new TextDecoder().decode(await readSmallFile(path))],
    ["statRegularFile", async (path) => `${(await statRegularFile(path)).modifiedMs > 0}`],
  ] as readonly (readonly [string, (path: string) => Promise<string>])[]
) {
  Deno.test(`${name}() looks again when the kubelet swaps the files of a ConfigMap`, async () => {
    await inFolder(async (folder) => {
      await swapFiles(folder, 1);
      await Deno.symlink("..data/token", `${folder}/token`);
      const { stat } = Deno;
      // The kernel has resolved the links when the files are swapped.
      Deno.stat = async (path, ...rest) => {
        Deno.stat = stat;
        const resolved = await Deno.realPath(path);
        await swapFiles(folder, 2);
        return await stat(resolved, ...rest);
      };
      try {
        assertEquals(await look(`${folder}/token`), name === "readSmallFile" ? "2" : "true");
      } finally {
        Deno.stat = stat;
      }
    });
  });

  Deno.test(`${name}() looks again when the file was a link to itself`, async () => {
    await inFolder(async (folder) => {
      const path = `${folder}/token`;
      await Deno.symlink("token", path);
      const { stat } = Deno;
      Deno.stat = async (...args) => {
        Deno.stat = stat;
        try {
          return await stat(...args);
        } finally {
          await Deno.remove(path);
          await Deno.writeTextFile(path, "2");
        }
      };
      try {
        assertEquals(await look(path), name === "readSmallFile" ? "2" : "true");
      } finally {
        Deno.stat = stat;
      }
    });
  });

  Deno.test(`${name}() rejects when there is no file`, async () => {
    await inFolder(async (folder) => {
      await assertRejects(() => look(`${folder}/none`), CheckFailure, "no such file");
    });
  });
}
