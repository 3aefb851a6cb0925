import { assertEquals, assertRejects } from "@std/assert";
import { removeSideFiles, sideFilesOf } from "../../../../src/watch/history/file/side_files.ts";
import { inFolder } from "../../../support/folder.ts";

Deno.test("removeSideFiles() has removed the log and the index when it resolves, or throws", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/history.db`;
    await Deno.writeTextFile(`${path}-wal`, "");
    await Deno.writeTextFile(`${path}-shm`, "");
    await removeSideFiles(await sideFilesOf(path));
    assertEquals(await Array.fromAsync(Deno.readDir(folder)), []);
    await Deno.mkdir(`${path}-wal/full`, { recursive: true });
    const files = await sideFilesOf(path);
    await assertRejects(() => removeSideFiles(files), Error, "not empty");
  });
});
