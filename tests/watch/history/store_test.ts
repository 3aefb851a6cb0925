import { assertEquals, assertRejects, assertStringIncludes, assertThrows } from "@std/assert";
import { inFolder } from "../../support/folder.ts";
import { DatabaseSync } from "node:sqlite";
import { HistoryStore } from "../../../src/watch/history/store.ts";
import { HistoryError } from "../../../src/watch/history/schema.ts";
import type { Outage } from "../../../src/watch/outages.ts";

const at = (seconds: number): Date => new Date(seconds * 1000);

function outage(endpoint: string, begin: number, end: number | null, lastReason = "x"): Outage {
  const ended = end === null ? null : at(end);
  return { endpoint, begin: at(begin), end: ended, firstReason: "f", lastReason };
}

function inFile(use: (path: string) => Promise<void>): Promise<void> {
  return inFolder((folder) => use(`${folder}/history.db`));
}

Deno.test("HistoryStore.open() keeps outages and watched times when the file exists", async () => {
  await inFile(async (path) => {
    const first = await HistoryStore.open(path);
    first.watched(at(0), ["a", "b"], 30);
    first.enter(outage("a", 5, null));
    first.enter(outage("b", 5, null));
    first.markNotified(outage("b", 5, null));
    first.watched(at(10), ["a", "b"], 30);
    first.enter(outage("a", 5, 12, "y"));
    first.close();

    const second = await HistoryStore.open(path);
    assertEquals(second.openOutages(), [{ ...outage("b", 5, null), notified: true }]);
    second.watched(at(20), ["b"], 30);
    // The gap is too long: the time in between was not watched.
    second.watched(at(90), ["b"], 30);
    second.close();
    assertEquals(HistoryStore.read(path), {
      outages: [outage("a", 5, 12, "y"), outage("b", 5, null)],
      watched: [
        { begin: at(0), end: at(10), endpoints: ["a", "b"] },
        { begin: at(20), end: at(20), endpoints: ["b"] },
        { begin: at(90), end: at(90), endpoints: ["b"] },
      ],
    });
  });
});

Deno.test("HistoryStore.read() returns the outages when a watch writes the file", async () => {
  await inFile(async (path) => {
    const history = await HistoryStore.open(path);
    history.enter(outage("a", 5, null));
    assertEquals(HistoryStore.read(path).outages, [outage("a", 5, null)]);
    history.close();
  });
});

Deno.test("HistoryStore.prune() removes 50 outages at a time when they ended before the given time", async () => {
  await inFile(async (path) => {
    const history = await HistoryStore.open(path);
    for (let i = 0; i < 120; i++) history.enter(outage("a", i, i + 1));
    history.enter(outage("b", 0, null));
    history.prune(at(100));
    assertEquals(history.record().outages.length, 71);
    history.prune(at(100));
    assertEquals(history.record().outages.length, 22);
    history.close();
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
      const db = new DatabaseSync(path);
      db.exec("PRAGMA user_version = 2");
      db.close();
      return Promise.resolve();
    }, "must be of version 1, and is of 2"],
    ["is a folder", (path: string) => Deno.mkdir(path), "directory"],
  ] as const
) {
  Deno.test(`HistoryStore.open() throws a HistoryError when the file ${when}`, async () => {
    await inFile(async (path) => {
      await spoil(path);
      const { message } = await assertRejects(() => HistoryStore.open(path), HistoryError);
      assertStringIncludes(message, words);
    });
  });
}

Deno.test("HistoryStore.open() throws a HistoryError when another process writes the file", async () => {
  await inFile(async (path) => {
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
    const { message } = await assertRejects(() => HistoryStore.open(path), HistoryError);
    assertEquals(message, "another process writes the file");
    await reader.cancel();
    await child.stdin.close();
  });
});

Deno.test("HistoryStore.read() throws a HistoryError when there is no file", () => {
  assertThrows(() => HistoryStore.read("/no/such/file.db"), HistoryError);
});
