import { DatabaseSync } from "node:sqlite";
import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { HistoryError, historyError, prepare } from "../../../../src/watch/history/file/schema.ts";
import { summarizeFile } from "../../../../src/watch/history/file/reader.ts";
import { HistoryStore } from "../../../../src/watch/history/worker/store.ts";
import type { Span } from "../../../../src/watch/history/summary/summary.ts";
import { inFolder } from "../../../support/folder.ts";
import {
  at,
  execute,
  openOutagesOf,
  outage,
  recorded,
  recordsOf,
  withHistory,
  write,
  writeBefore,
} from "../../../support/watch/history.ts";

const SPAN = { begin: at(0), end: at(100) };

function span(begin: number, end: number): Span {
  return { begin: at(begin), end: at(end) };
}

Deno.test("HistoryStore.open() returns the ongoing outages when the file exists", async () => {
  await withHistory(async (file, path) => {
    const held = [recorded("a", 5, 12), recorded("b", 5, null, true), recorded("c", 4)];
    await writeBefore(path, ...held);
    assertEquals(await file.open(), [held[2], held[1]]);
    // A second call changes nothing.
    assertEquals(await file.open(), [held[2], held[1]]);
  });
});

Deno.test("HistoryStore.open() opens the file that has the name now when it was replaced", async () => {
  await withHistory(async (file, path) => {
    await file.open();
    await writeBefore(`${path}.other`, recorded("a", 5));
    await Deno.rename(`${path}.other`, path);
    await assertRejects(() => write(file, [recorded("b", 5)]), HistoryError, "replaced");
    await assertRejects(() => file.render({ type: "text/plain", span: SPAN }), HistoryError);
    assertEquals(await file.open(), [recorded("a", 5)]);
    await write(file, [recorded("b", 5)]);
    assertEquals(recordsOf(path).outages, [outage("a", 5), outage("b", 5)]);
  });
});

Deno.test("HistoryStore.open() opens the file that has the name now when it is called again", async () => {
  await withHistory(async (file, path) => {
    await file.open();
    await writeBefore(`${path}.other`, recorded("a", 5));
    await Deno.rename(`${path}.other`, path);
    assertEquals(await file.open(), [recorded("a", 5)]);
  });
});

Deno.test("HistoryStore.write() keeps the log of SQLite under 512 KiB when it writes again and again", async () => {
  await withHistory(async (file, path) => {
    await file.open();
    for (let second = 0; second < 400; second++) {
      await write(file, [recorded("a", second, second + 1)], [span(second, second + 1)]);
    }
    assert((await Deno.stat(`${path}-wal`)).size < 512 * 1024);
  });
});

Deno.test("prepare() writes nothing when the file has the layout of this version", async () => {
  await withHistory(async (file, path) => {
    await file.open();
    using writing = new DatabaseSync(path);
    // Only one connection can write.
    writing.exec("BEGIN IMMEDIATE");
    using db = new DatabaseSync(path, { timeout: 0 });
    prepare(db);
  });
});

Deno.test("historyError() returns the error itself when it is a HistoryError", () => {
  const error = new HistoryError("x");
  assert(historyError(error) === error);
});

Deno.test("HistoryStore.close() keeps the log of another file when the file was replaced with its log", async () => {
  await withHistory(async (file, path) => {
    await file.open();
    const other = new HistoryStore(`${path}.other`);
    await other.open();
    await write(other, [recorded("a", 5)]);
    for (const end of ["", "-wal", "-shm"]) {
      await Deno.copyFile(`${path}.other${end}`, `${path}.copy${end}`);
    }
    await other.close();
    for (const end of ["-wal", "-shm", ""]) {
      await Deno.rename(`${path}.copy${end}`, `${path}${end}`);
    }
    await file.close();
    assertEquals(recordsOf(path).outages, [outage("a", 5)]);
  });
});

Deno.test("HistoryStore.close() removes the log beside the target when a link's target was replaced", async () => {
  await inFolder(async (folder) => {
    const target = `${folder}/target/history.db`;
    await Deno.mkdir(`${folder}/target`);
    await Deno.writeTextFile(target, "");
    await Deno.symlink(target, `${folder}/link.db`);
    const file = new HistoryStore(`${folder}/link.db`);
    await file.open();
    await write(file, [recorded("a", 5)]);
    await writeBefore(`${folder}/other.db`, recorded("b", 5));
    await Deno.rename(`${folder}/other.db`, target);
    await file.close();
    const names = await Array.fromAsync(Deno.readDir(`${folder}/target`), ({ name }) => name);
    assertEquals(names, ["history.db"]);
    assertEquals(recordsOf(target).outages, [outage("b", 5)]);
  });
});

Deno.test("HistoryStore.close() keeps the log of the target when the link was replaced and another reads", async () => {
  await inFolder(async (folder) => {
    const [target, link] = [`${folder}/history.db`, `${folder}/link.db`];
    await Deno.writeTextFile(target, "");
    await Deno.symlink(target, link);
    const file = new HistoryStore(link);
    await file.open();
    using reader = new DatabaseSync(target);
    reader.exec("BEGIN; SELECT * FROM outage");
    await write(file, [recorded("a", 5)]);
    await Deno.remove(link);
    await Deno.symlink(`${folder}/other.db`, link);
    await file.close();
    assertEquals(recordsOf(target).outages, [outage("a", 5)]);
  });
});

Deno.test("HistoryStore.write() inserts and updates outages, and never forgets that one was notified", async () => {
  await withHistory(async (file, path) => {
    await file.open();
    await write(file, [recorded("a", 5, null, true), recorded("b", 5)]);
    const last = { lastFailure: "timeout", lastReason: "y" } as const;
    await write(file, [{ ...recorded("a", 5, null, false), ...last }]);
    assertEquals(openOutagesOf(path), [
      { ...recorded("a", 5, null, true), ...last },
      recorded("b", 5),
    ]);
    await write(file, [recorded("b", 5, 7)]);
    assertEquals(recordsOf(path).outages.at(-1), outage("b", 5, 7));
  });
});

Deno.test("HistoryStore.write() writes nothing when a part of the batch fails", async () => {
  await withHistory(async (file, path) => {
    await file.open();
    execute(
      path,
      `CREATE TRIGGER full BEFORE INSERT ON watched
         BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END`,
    );
    const { message } = await assertRejects(
      () => write(file, [recorded("a", 5)], [span(0, 10)]),
      HistoryError,
    );
    assertEquals(message, "database or disk is full");
    assertEquals(recordsOf(path).outages, []);
    // What it holds can still be read, and the next batch be written.
    assertStringIncludes(await file.render({ type: "text/plain", span: SPAN }), "From ");
    execute(path, "DROP TRIGGER full");
    await write(file, [recorded("a", 5)], [span(0, 10)]);
    assertEquals(recordsOf(path).watched.length, 1);
  });
});

for (
  const [when, spans, expected] of [
    ["one follows another", [span(0, 0), span(0, 10), span(10, 20)], [[0, 20]]],
    ["one comes after a gap", [span(0, 10), span(15, 20)], [[0, 10], [15, 20]]],
    ["one overlaps an earlier one", [span(50, 60), span(40, 70)], [[40, 50], [50, 60], [60, 70]]],
    ["one is within an earlier one", [span(0, 50), span(10, 20), span(20, 20)], [[0, 50]]],
  ] as const
) {
  Deno.test(`HistoryStore.write() writes times of watching that do not overlap when ${when}`, async () => {
    await withHistory(async (file, path) => {
      await file.open();
      for (const span of spans) await write(file, [], [span]);
      assertEquals(
        recordsOf(path).watched.map(({ begin, end }) => [+begin / 1000, +end / 1000]),
        expected.map((span) => [...span]),
      );
    });
  });
}

Deno.test("HistoryStore.write() removes 50 outages at a time when they ended before the given time", async () => {
  await withHistory(async (file, path) => {
    await file.open();
    const all = Array.from({ length: 120 }, (_, index) => recorded("a", index, index + 1));
    await write(file, [...all, recorded("b", 0)]);
    const prune = (): Promise<void> =>
      file.write({
        outages: [],
        watched: [],
        responses: [],
        endpoints: [],
        optional: [],
        pruneBefore: at(100),
      });
    await prune();
    assertEquals(recordsOf(path).outages.length, 71);
    await prune();
    assertEquals(recordsOf(path).outages.length, 22);
  });
});

Deno.test("HistoryStore.write() forgets the time watched before the given time, when one process has watched since", async () => {
  await withHistory(async (file, path) => {
    await file.open();
    await write(file, [recorded("a", 10, 20)], [span(0, 80)]);
    const batch = { outages: [], responses: [], endpoints: ["a", "b"], optional: ["b"] };
    await file.write({ ...batch, watched: [span(80, 90)], pruneBefore: at(50) });
    await file.write({ ...batch, watched: [span(90, 100)], pruneBefore: at(60) });
    const [summary] = summarizeFile(path, { span: SPAN });
    // The outage is gone. The 60 s that it was in must not count as up.
    assertEquals([summary?.outages, summary?.watched, summary?.up], [[], 40, 1]);
    assertEquals(recordsOf(path).watched.length, 1);
  });
});

Deno.test("HistoryStore.render() says that an endpoint is no longer watched when others were watched since", async () => {
  await withHistory(async (file, path) => {
    const before = new HistoryStore(path);
    await before.open();
    await write(before, [recorded("b", 90, 100)], [span(0, 100)]);
    await before.close();
    await file.open();
    const batch = { outages: [], responses: [], optional: [], pruneBefore: at(-1) };
    await file.write({ ...batch, endpoints: ["a"], watched: [span(100, 200)] });
    const query = { span: { begin: at(0), end: at(200) } };
    const text = await file.render({ ...query, type: "text/plain" });
    assertStringIncludes(text, "\na\n  up         100 % of 3 min 20 s watched\n");
    assertStringIncludes(
      text,
      "\nb (optional) (no longer watched)\n  up         90 % of 1 min 40 s",
    );
    const { endpoints } = JSON.parse(await file.render({ ...query, type: "application/json" }));
    assertEquals(endpoints.map(({ removed }: { removed: boolean }) => removed), [false, true]);
    const page = await file.render({ ...query, type: "text/html" });
    assertStringIncludes(page, '<h2><span class="state">Up</span> a</h2>');
    assertStringIncludes(
      page,
      '<h2><span class="state">No longer watched</span> b (optional)</h2>',
    );
  });
});

Deno.test("HistoryStore.render() marks an optional endpoint, and shows no outage of the whole when it alone is down", async () => {
  await withHistory(async (file) => {
    await file.open();
    await write(file, [recorded("b", 90)], [span(0, 100)]);
    const text = await file.render({ type: "text/plain", span: SPAN });
    assertStringIncludes(text, "\na\n  up         100 % of 1 min 40 s watched\n");
    assertStringIncludes(text, "\nb (optional)\n  up         90 % of 1 min 40 s watched\n");
    const json = await file.render({ type: "application/json", span: SPAN });
    const { endpoints } = JSON.parse(json);
    assertEquals(endpoints.map(({ optional }: { optional: boolean }) => optional), [false, true]);
    const page = await file.render({ type: "text/html", span: SPAN });
    assertStringIncludes(
      page,
      '<header class="warn">\n<p class="ends"><span></span><span></span></p>\n<h1>No outage now</h1>',
    );
    assertStringIncludes(
      page,
      '<section class="warn">\n<div class="title">\n<h2><span class="state">Down</span> b (optional)</h2>',
    );
    await write(file, [recorded("a", 90)]);
    const outage = await file.render({ type: "text/html", span: SPAN });
    assertStringIncludes(
      outage,
      '<header class="fail">\n<p class="ends"><span></span><span></span></p>\n<h1>Outage now</h1>',
    );
  });
});

Deno.test("HistoryStore.render() lists at most 100 outages and counts the rest in every format", async () => {
  await withHistory(async (file) => {
    await file.open();
    await write(
      file,
      Array.from({ length: 250 }, (_, index) => recorded("a", index / 4, index / 4 + 0.1)),
      [span(0, 100)],
    );
    const json = await file.render({ type: "application/json", span: SPAN });
    const [{ outages, outages_omitted }] = JSON.parse(json).endpoints;
    assertEquals([outages.length, outages_omitted], [100, 150]);
    const text = await file.render({ type: "text/plain", span: SPAN });
    assertStringIncludes(text, "  outages    250, 25 s in all");
    assertEquals(text.match(/ {2}under 1 s {7}x$/gm)?.length, 100);
    assertStringIncludes(text, "\n  and 150 before\n");
    const page = await file.render({ type: "text/html", span: SPAN });
    assertStringIncludes(page, "<p>and 230 before</p>");
    assertStringIncludes(
      page,
      '<nav><a href="/all">All endpoints</a> <a href="/health">Last round</a> ',
    );
  });
});

Deno.test("HistoryStore.render() begins with the first round, and shows no share of a span of which less than half was watched", async () => {
  await withHistory(async (file) => {
    await file.open();
    const day = 86_400;
    const now = 90 * day;
    const rendered = async (begin: number): Promise<[string, string]> => {
      await write(file, [], [{ begin: at(begin), end: at(now) }]);
      const span = { begin: at(0), end: at(now) };
      const text = await file.render({ type: "text/plain", span });
      const page = await file.render({ type: "text/html", span });
      const shares = [...page.matchAll(/<dd>([^<]*)<\/dd>/g)].slice(0, 3).map(([, share]) => share);
      return [text.split("\n")[0] ?? "", shares.join(", ")];
    };
    assertEquals(await rendered(now - 44), [
      "From 1970-03-31 23:59:16 UTC to 1970-04-01 00:00:00 UTC",
      "-, -, -",
    ]);
    assertEquals(await rendered(now - 4 * day), [
      "From 1970-03-28 00:00:00 UTC to 1970-04-01 00:00:00 UTC",
      "100 %, 100 %, -",
    ]);
  });
});

for (
  const [when, spoil, words] of [
    [
      "is damaged",
      (path: string) => Deno.writeTextFile(path, "no database ".repeat(1000)),
      "not a database",
    ],
    ["is newer", (path: string) => {
      execute(path, "PRAGMA user_version = 6");
      return Promise.resolve();
    }, "must be of version 5, and is of 6: is this healthcheck older?"],
    ["is a folder", (path: string) => Deno.mkdir(path), "directory"],
  ] as const
) {
  Deno.test(`HistoryStore.open() throws a HistoryError when the file ${when}`, async () => {
    await withHistory(async (file, path) => {
      await spoil(path);
      const { message } = await assertRejects(() => file.open(), HistoryError);
      assertStringIncludes(message, words);
    });
  });
}

/** Counts the databases that are closed while `work` runs. */
async function countClosed(work: () => Promise<unknown>): Promise<number> {
  const { close } = DatabaseSync.prototype;
  let closed = 0;
  DatabaseSync.prototype.close = function (): void {
    closed++;
    close.call(this);
  };
  try {
    await work();
  } finally {
    DatabaseSync.prototype.close = close;
  }
  return closed;
}

Deno.test("HistoryStore.open() closes the database when it cannot use it", async () => {
  await withHistory(async (file, path) => {
    await Deno.writeTextFile(path, "no database ".repeat(1000));
    assertEquals(await countClosed(() => assertRejects(() => file.open(), HistoryError)), 1);
  });
});

Deno.test("summarizeFile() closes the database when it has read it, and when it cannot", async () => {
  await withHistory(async (file, path) => {
    await file.open();
    const read = (): Promise<unknown> => Promise.resolve(summarizeFile(path, { span: SPAN }));
    assertEquals(await countClosed(read), 1);
    await Deno.writeTextFile(`${path}.damaged`, "no database ".repeat(1000));
    const fail = (): void => {
      assertThrows(() => summarizeFile(`${path}.damaged`, { span: SPAN }), HistoryError);
    };
    assertEquals(await countClosed(() => Promise.resolve(fail())), 1);
  });
});

Deno.test("HistoryStore.open() throws a HistoryError while another process writes the file, and then succeeds", async () => {
  await withHistory(async (file, path) => {
    const script = `
      const file = await Deno.open(Deno.args[0], { read: true, write: true, create: true });
      await file.lock(true);
      await Deno.stdout.write(new Uint8Array([10]));
      await Deno.stdin.read(new Uint8Array(1));`;
    await using child = new Deno.Command(Deno.execPath(), {
      args: ["eval", script, path],
      stdin: "piped",
      stdout: "piped",
    }).spawn();
    const reader = child.stdout.getReader();
    await reader.read();
    for (let attempt = 0; attempt < 2; attempt++) {
      const { message } = await assertRejects(() => file.open(), HistoryError);
      assertEquals(message, "another process writes the file");
    }
    await assertRejects(() => write(file, []), HistoryError, "another process writes the file");
    await reader.cancel();
    await child.stdin.close();
    await child.status;
    assertEquals(await file.open(), []);
  });
});

Deno.test("summarizeFile() returns the outages when a watch writes the file", async () => {
  await withHistory(async (file, path) => {
    await file.open();
    await write(file, [recorded("a", 5)], [span(0, 10)]);
    const [summary] = summarizeFile(path, { span: SPAN });
    assertEquals([summary?.outages, summary?.watched], [
      [{ ...outage("a", 5), down: 5, lasted: 5 }],
      10,
    ]);
  });
});

Deno.test("summarizeFile() throws a HistoryError when there is no file", () => {
  assertThrows(() => summarizeFile("/no/such/file.db", { span: SPAN }), HistoryError);
});

for (
  const [when, sql] of [
    ["endpoints are not JSON", "UPDATE watched SET endpoints = 'a,b'"],
    ["endpoints are not a list", "UPDATE watched SET endpoints = '{}'"],
    ["endpoints are not names", "UPDATE watched SET endpoints = '[1]'"],
    ["a time is none", "UPDATE watched SET end = 9000000000000000"],
    ["an outage's begin is none", "UPDATE outage SET begin = -9000000000000000"],
    ["a table is missing", "DROP TABLE watched"],
    ["a column is missing", "ALTER TABLE outage DROP COLUMN last_failure"],
  ] as const
) {
  Deno.test(`summarizeFile() throws a HistoryError when ${when}`, async () => {
    await inFolder(async (folder) => {
      const path = `${folder}/history.db`;
      const file = new HistoryStore(path);
      await file.open();
      await write(file, [recorded("a", 5)], [span(0, 10)]);
      await file.close();
      execute(path, sql);
      const { message } = assertThrows(() => summarizeFile(path, { span: SPAN }), HistoryError);
      assertEquals(message, "the file is damaged");
    });
  });
}

for (
  const [when, offset] of [["the layout is overwritten", 100], [
    "a page is overwritten",
    4096,
  ]] as const
) {
  Deno.test(`HistoryStore.open() and summarizeFile() say that the file is damaged when ${when}`, async () => {
    await withHistory(async (file, path) => {
      await writeBefore(path, recorded("a", 5));
      const bytes = await Deno.readFile(path);
      await Deno.writeFile(path, bytes.fill(255, offset, offset + 3900));
      const { message } = await assertRejects(() => file.open(), HistoryError);
      await file.close();
      const read = assertThrows(() => summarizeFile(path, { span: SPAN }), HistoryError);
      assertEquals([message, read.message], ["the file is damaged", "the file is damaged"]);
    });
  });
}

Deno.test("summarizeFile() says that the log cannot be opened when it cannot", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/history.db`;
    await writeBefore(path, recorded("a", 5));
    // As on a volume that is read-only, which a test cannot mount.
    await Deno.mkdir(`${path}-wal`);
    const { message } = assertThrows(() => summarizeFile(path, { span: SPAN }), HistoryError);
    assertEquals(message, "SQLite cannot open its log beside the file: is the folder read-only?");
  });
});

Deno.test("HistoryStore.open() asks about shared mappings when SQLite cannot share its index", async () => {
  await withHistory(async (file, path) => {
    // As on a volume without shared mappings, which a test cannot mount: a FIFO has none either.
    assert(new Deno.Command("mkfifo", { args: [`${path}-shm`] }).outputSync().success);
    for (const attempt of ["first", "second"]) {
      const { message } = await assertRejects(() => file.open(), HistoryError);
      assertStringIncludes(message, "volume of the file fail, or lack shared mappings?", attempt);
    }
  });
});

Deno.test("HistoryStore.open() asks about locks when SQLite cannot lock the file", async () => {
  await withHistory(async (file, path) => {
    using other = new DatabaseSync(path);
    other.exec("BEGIN EXCLUSIVE");
    const { message } = await assertRejects(() => file.open(), HistoryError);
    assertStringIncludes(message, "lock the file, or does its volume lack locks?");
  });
});

Deno.test("summarizeFile() throws a HistoryError that blames no version when the file is empty", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/history.db`;
    await Deno.writeTextFile(path, "");
    const { message } = assertThrows(() => summarizeFile(path, { span: SPAN }), HistoryError);
    assertEquals(message, "the file holds no history");
  });
});
