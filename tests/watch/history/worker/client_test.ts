import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { HistoryError } from "../../../../src/watch/history/file/schema.ts";
import { HistoryWorker } from "../../../../src/watch/history/worker/client.ts";
import { inFolder } from "../../../support/folder.ts";
import {
  at,
  outage,
  recorded,
  recordsOf,
  write,
  writeBefore,
} from "../../../support/watch/history.ts";

const SPAN = { begin: at(0), end: at(100) };

Deno.test("HistoryWorker opens, writes, renders and closes the file", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/history.db`;
    await writeBefore(path, recorded("a", 5));
    const file = await HistoryWorker.start(path);
    assertEquals(await file.open(), [recorded("a", 5)]);
    await write(file, [recorded("a", 5, 7)], [SPAN]);
    assertStringIncludes(await file.render({ type: "text/plain", span: SPAN }), "From 1970-01-01");
    await file.close();
    assertEquals(recordsOf(path).outages, [outage("a", 5, 7)]);
  });
});

Deno.test("HistoryWorker rejects with a HistoryError when the file cannot be used", async () => {
  const file = await HistoryWorker.start("/no/such/folder/history.db");
  await assertRejects(() => file.open(), HistoryError, "No such file");
  await assertRejects(() => write(file, []), HistoryError);
  await assertRejects(() => file.render({ type: "text/plain", span: SPAN }), HistoryError);
  await file.close();
  await assertRejects(() => file.open(), HistoryError, "the file is closed");
});
