import { assertEquals, assertStringIncludes } from "@std/assert";
import { summarizeFile } from "../../../../src/watch/history/file/reader.ts";
import { HistoryStore } from "../../../../src/watch/history/worker/store.ts";
import { inFolder } from "../../../support/folder.ts";
import {
  at,
  execute,
  layoutOf,
  outage,
  recorded,
  recordsOf,
  withHistory,
  write,
  writeVersion,
} from "../../../support/watch/history.ts";

const SPAN = { begin: at(0), end: at(100) };

for (const version of [1, 2, 3, 4] as const) {
  Deno.test(`HistoryStore.open() migrates a file in place when it is of version ${version}`, async () => {
    await withHistory(async (file, path) => {
      writeVersion(version, path);
      assertEquals(await file.open(), [recorded("b", 5, null, true)]);
      assertEquals(recordsOf(path), {
        outages: [outage("a", 1, 3), outage("b", 5)],
        watched: [{ begin: at(0), end: at(10), endpoints: ["a", "b"], optional: [] }],
      });
      const last = { lastFailure: "timeout", lastReason: "y" } as const;
      await write(file, [{ ...recorded("b", 5, 7), ...last }]);
      assertEquals(recordsOf(path).outages[1], { ...outage("b", 5, 7), ...last });
      const json = await file.render({ type: "application/json", span: SPAN });
      assertEquals(JSON.parse(json).endpoints[1].reasons, [
        { failure: "other", reason: "x", count: 1 },
      ]);
      assertEquals(JSON.parse(json).endpoints[1].outages, [{
        begin: "1970-01-01T00:00:05.000Z",
        end: "1970-01-01T00:00:07.000Z",
        first_failure: "other",
        first_reason: "x",
        last_failure: "timeout",
        last_reason: "y",
        down_seconds: 2,
      }]);
      const text = await file.render({ type: "text/plain", span: SPAN });
      assertStringIncludes(text, "\n  reasons    other (1)\n");
      assertStringIncludes(text, "  2 s             x, last timeout - y\n");
      const page = await file.render({ type: "text/html", span: SPAN });
      assertStringIncludes(
        page,
        "1 outage, 2 s in all, the longest 2 s, recovered after 2 s on average: other (1).</p>",
      );
      assertStringIncludes(page, "2 s: x, last timeout - y</li>");
      const fresh = new HistoryStore(`${path}.fresh`);
      await fresh.open();
      await fresh.close();
      assertEquals(layoutOf(path), layoutOf(`${path}.fresh`));
    });
  });
}

/** Migrates a file, and dies after a number of statements of the migration. */
const DIE = `
  import { DatabaseSync } from "node:sqlite";
  import { prepare } from "${import.meta.resolve("../../../../src/watch/history/file/schema.ts")}";
  const [path, survived] = Deno.args;
  const db = new DatabaseSync(path);
  const exec = db.exec.bind(db);
  db.exec = (sql) => {
    if (!sql.startsWith("BEGIN")) return exec(sql);
    for (const [index, statement] of sql.split(";").entries()) {
      if (index === Number(survived)) Deno.kill(Deno.pid, "SIGKILL");
      if (statement.trim() !== "") exec(statement);
    }
  };
  prepare(db);`;

for (
  const [version, statements, left] of [
    [1, 1, 1],
    [1, 2, 1],
    [1, 3, 1],
    [1, 4, 1],
    [1, 5, 1],
    [1, 6, 1],
    [1, 7, 1],
    [1, 8, 1],
    [1, 9, 5],
    [2, 1, 2],
    [2, 2, 2],
    [2, 3, 2],
    [2, 4, 2],
    [2, 5, 2],
    [2, 6, 2],
    [2, 7, 5],
    [3, 1, 3],
    [3, 2, 3],
    [3, 3, 3],
    [3, 4, 3],
    [3, 5, 3],
    [3, 6, 5],
    [4, 1, 4],
    [4, 2, 4],
    [4, 3, 4],
    [4, 4, 4],
    [4, 5, 5],
  ] as const
) {
  Deno.test(`prepare() leaves version ${left} of version ${version} when it is killed after ${statements} statements`, async () => {
    await withHistory(async (file, path) => {
      writeVersion(version, path);
      const before = layoutOf(path);
      const { signal } = await new Deno.Command(Deno.execPath(), {
        args: ["eval", "--quiet", DIE, path, String(statements)],
        stderr: "null",
      }).output();
      assertEquals(signal, "SIGKILL");
      assertEquals(layoutOf(path).version, left);
      if (version === left) assertEquals(layoutOf(path), before);
      assertEquals(await file.open(), [recorded("b", 5, null, true)]);
      assertEquals(layoutOf(path).version, 5);
    });
  });
}

for (const version of [1, 2, 3, 4] as const) {
  Deno.test(`summarizeFile() reads a file of version ${version} as it is`, async () => {
    await inFolder((folder) => {
      const path = `${folder}/history.db`;
      writeVersion(version, path);
      const before = layoutOf(path);
      const [a, b] = summarizeFile(path, { span: SPAN });
      assertEquals([a?.outages, b?.outages], [[{ ...outage("a", 1, 3), down: 2, lasted: 2 }], [{
        ...outage("b", 5),
        down: 5,
        lasted: 5,
      }]]);
      assertEquals([a?.optional, b?.optional], [false, false]);
      assertEquals(a?.reasons, [{ failure: "other", reason: "x", count: 1 }]);
      assertEquals([layoutOf(path), before.version], [before, version]);
      return Promise.resolve();
    });
  });
}

Deno.test("summarizeFile() reads what an older version wrote when its layout is the first that has it", async () => {
  await inFolder((folder) => {
    const path = `${folder}/history.db`;
    writeVersion(2, path);
    execute(path, "UPDATE outage SET first_failure = 'timeout'");
    assertEquals(summarizeFile(path, { span: SPAN }).map(({ reasons }) => reasons[0]?.failure), [
      "timeout",
      "timeout",
    ]);
    writeVersion(3, `${path}.3`);
    execute(`${path}.3`, `UPDATE watched SET optional = '["a"]'`);
    const optional = summarizeFile(`${path}.3`, { span: SPAN }).map(({ optional }) => optional);
    assertEquals(optional, [true, false]);
    return Promise.resolve();
  });
});
