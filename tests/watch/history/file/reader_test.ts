import { DatabaseSync, type StatementSync } from "node:sqlite";
import { assert, assertEquals } from "@std/assert";
import { HistoryReader, summarizeFile } from "../../../../src/watch/history/file/reader.ts";
import { HISTORY_FORMATS } from "../../../../src/watch/history/render/formats.ts";
import { at, recorded, withHistory, write } from "../../../support/watch/history.ts";

/** Counts what `prepare` prepares while `work` runs. */
async function countPrepared(work: () => Promise<void>): Promise<number> {
  const { prepare } = DatabaseSync.prototype;
  let count = 0;
  DatabaseSync.prototype.prepare = function (...args): StatementSync {
    count++;
    return prepare.apply(this, args);
  };
  try {
    await work();
  } finally {
    DatabaseSync.prototype.prepare = prepare;
  }
  return count;
}

Deno.test("HistoryReader prepares nothing more when the history is asked again", async () => {
  await withHistory(async (file) => {
    await file.open();
    await write(file, [recorded("a", 5, 12), recorded("b", 20)]);
    const render = async (): Promise<void> => {
      for (const type of HISTORY_FORMATS.keys()) {
        await file.render({ type, span: { begin: at(0), end: at(100) } });
      }
    };
    assert(await countPrepared(render) > 0);
    assertEquals(await countPrepared(render), 0);
  });
});

Deno.test("HistoryWriter prepares nothing more when rounds are written", async () => {
  await withHistory(async (file) => {
    await file.open();
    await write(file, [recorded("a", 5)]);
    assertEquals(await countPrepared(() => write(file, [recorded("b", 5)])), 0);
  });
});

Deno.test("HistoryReader.summarize() counts all parts of an outage when the clock was set back within it, and only the last was watched", async () => {
  await withHistory(async (file, path) => {
    await file.open();
    const parts = [{ begin: at(100), end: at(110) }, { begin: at(50), end: at(56) }];
    await write(file, [{ ...recorded("a", 100, 116), parts }], [{ begin: at(50), end: at(60) }]);
    const [summary] = summarizeFile(path, { span: { begin: at(0), end: at(60) } });
    const [outage] = summary?.outages ?? [];
    assertEquals([outage?.begin, outage?.end, outage?.lasted], [at(100), at(116), 16]);
    assertEquals([summary?.watched, summary?.down], [10, 6]);
  });
});

Deno.test("HistoryReader.responses() returns the times of the last day as they were written", async () => {
  await withHistory(async (file, path) => {
    await file.open();
    const responses = [{ endpoint: "a", begin: at(0), p50: 0.25, worst: 4.5, worstAt: at(7) }];
    const pruneBefore = at(0);
    await file.write({
      ...{ outages: [], watched: [], endpoints: ["a"], optional: [] },
      responses,
      pruneBefore,
    });
    using db = new DatabaseSync(path, { readOnly: true });
    const reader = new HistoryReader(db);
    assertEquals(reader.responses("a", at(86_399.999)), responses);
    assertEquals(reader.responses("a", at(86_400)), []);
  });
});
