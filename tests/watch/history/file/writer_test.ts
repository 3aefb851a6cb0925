import { DatabaseSync } from "node:sqlite";
import { assertEquals } from "@std/assert";
import { at, withHistory, write } from "../../../support/watch/history.ts";

Deno.test("HistoryWriter writes no time twice when the same hour was watched again", async () => {
  await withHistory(async (file, path) => {
    await file.open();
    const watched = [{ begin: at(0), end: at(3600) }];
    await write(file, [], watched);
    await write(file, [], watched);
    using db = new DatabaseSync(path, { readOnly: true });
    const rows = db.prepare("SELECT begin, end FROM watched").all();
    assertEquals(rows.map(({ begin, end }) => [begin, end]), [[0, 3_600_000]]);
  });
});
