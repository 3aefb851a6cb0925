import { assertEquals } from "@std/assert";
import {
  at,
  execute,
  FlakyFile,
  openOutagesOf,
  outage,
  recorded,
  recordsOf,
  withHistory,
  writeBefore,
} from "../../support/watch/history.ts";
import { at as instant } from "../../support/reports.ts";
import { benchOf } from "../../support/watch/watcher.ts";

const FULL = `CREATE TRIGGER full BEFORE INSERT ON outage
  BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END`;

/** What each time of watching names. */
const ENDPOINTS = { endpoints: ["a", "b", "optional"], optional: ["optional"] };

Deno.test("Recorder.attempt() counts and logs once that a write fails, and writes it later", async () => {
  await withHistory(async (file, path) => {
    const { recorder, queue, events, round } = await benchOf({ file, path });
    await round(0);
    execute(path, FULL);
    await round(10, { a: "x" });
    assertEquals(events(), [
      "error outage a x",
      "error history not written database or disk is full",
    ]);
    // The failure of the history is no reason not to notify.
    assertEquals(queue.take(), ["a is down"]);
    await round(20, { a: "x", b: "x" });
    assertEquals(events(), ["error outage b x"]);
    assertEquals(recorder.errors, 2);
    await round(30, { b: "x" });
    assertEquals([events(), recorder.errors], [["info outage resolved a"], 3]);
    assertEquals(recordsOf(path).outages, []);
    execute(path, "DROP TRIGGER full");
    await round(40, { b: "x" });
    assertEquals([events(), recorder.errors], [["info history written again"], 3]);
    assertEquals(recordsOf(path).outages, [outage("a", 10, 30), outage("b", 20)]);
    await round(50, { b: "x" });
    assertEquals(events(), []);
  });
});

Deno.test("Recorder.attempt() logs once when notices are sent while writes fail", async () => {
  await withHistory(async (file, path) => {
    const { recorder, queue, events, round } = await benchOf({ file, path });
    execute(path, FULL);
    await round(0, { a: "x" });
    events();
    queue.send();
    await recorder.attempt();
    await round(10);
    queue.send();
    await recorder.attempt();
    assertEquals(events(), ["info outage resolved a"]);
  });
});

Deno.test("Recorder.attempt() writes that a notice was sent when it was sent before the outage was written", async () => {
  await withHistory(async (file, path) => {
    const { recorder, queue, round } = await benchOf({ file, path });
    execute(path, FULL);
    await round(0, { a: "x" });
    queue.send();
    execute(path, "DROP TRIGGER full");
    await recorder.attempt();
    assertEquals(openOutagesOf(path), [recorded("a", 0, null, true)]);
  });
});

Deno.test("Recorder.attempt() writes only what has changed", async () => {
  await withHistory(async (store, path) => {
    const file = new FlakyFile(store);
    const { round } = await benchOf({ file, path });
    for (const second of [0, 10, 20]) await round(second, { a: "x", b: "x" });
    await round(30, { a: "x", b: "y" });
    assertEquals(file.batches.map(({ outages }) => outages.map(({ endpoint }) => endpoint)), [
      ["a", "b"],
      [],
      [],
      ["b"],
    ]);
  });
});

Deno.test("Recorder.attempt() writes the response times once a minute, and later what could not be written", async () => {
  await withHistory(async (store, path) => {
    const file = new FlakyFile(store);
    const { round } = await benchOf({ file, path });
    file.failure = "x";
    await round(0, { a: "x" });
    file.failure = undefined;
    await round(10);
    await round(20);
    await round(60);
    assertEquals(file.batches.map(({ responses }) => responses.map(({ endpoint }) => endpoint)), [
      ["b", "optional"],
      ["b", "optional"],
      [],
      ["b", "optional", "a"],
    ]);
  });
});

Deno.test("Recorder.attempt() opens the file when an earlier attempt has failed", async () => {
  await withHistory(async (store, path) => {
    const file = new FlakyFile(store);
    file.failure = "another process writes the file";
    const { recorder, events, round } = await benchOf({ file, path });
    await round(0, { a: "x" });
    await round(10);
    assertEquals(events(), [
      "error history not opened another process writes the file",
      "error outage a x",
      "info outage resolved a",
    ]);
    file.failure = undefined;
    await round(20);
    assertEquals([events(), recorder.errors], [["info history opened"], 3]);
    assertEquals(recordsOf(path), {
      outages: [outage("a", 0, 10)],
      watched: [{ begin: at(0), end: at(20), ...ENDPOINTS }],
    });
  });
});

Deno.test("Recorder.attempt() begins a new file with what is ongoing when the file was removed", async () => {
  await withHistory(async (file, path) => {
    const { queue, events, round } = await benchOf({ file, path });
    await round(0, { a: "x" });
    queue.send();
    await round(10, { a: "x", b: "x" });
    events();
    await Deno.remove(path);
    await round(20, { a: "x" });
    assertEquals(events(), [
      "info outage resolved b",
      "error history not written the file was removed or replaced",
    ]);
    await round(30, { a: "x" });
    assertEquals(events(), ["info history written again"]);
    assertEquals(openOutagesOf(path), [recorded("a", 0, null, true)]);
    assertEquals(recordsOf(path).outages, [outage("a", 0), outage("b", 10, 20)]);
  });
});

Deno.test("Recorder.attempt() keeps the end of an outage that the file holds when over 1000 others are not written", async () => {
  await withHistory(async (store, path) => {
    const file = new FlakyFile(store);
    const { events, round } = await benchOf({ file, path });
    await round(0, { a: "x" });
    file.failure = "database or disk is full";
    for (let second = 10; second < 10 + 2 * 1100; second += 2) {
      await round(second, { b: "x" });
      await round(second + 1);
    }
    events();
    file.failure = undefined;
    await round(3000);
    assertEquals(events(), ["info history written again 101"]);
    const { outages } = recordsOf(path);
    assertEquals(outages.filter(({ endpoint }) => endpoint === "a"), [outage("a", 0, 10)]);
    assertEquals(outages.filter(({ endpoint }) => endpoint === "b").length, 999);
    assertEquals(outages.at(-1), outage("b", 2208, 2209));
  });
});

Deno.test("Recorder.attempt() counts and logs when the file cannot be read", async () => {
  await withHistory(async (file, path) => {
    await writeBefore(path, recorded("a", -60));
    execute(path, "ALTER TABLE outage RENAME TO gone");
    const { recorder, events, queue, round } = await benchOf({ file, path });
    assertEquals(events(), ["error history not opened the file is damaged"]);
    assertEquals(recorder.errors, 1);
    await round(0, { a: "x" });
    assertEquals([events(), queue.take()], [["error outage a x"], ["a is down"]]);
  });
});

Deno.test("Recorder.attempt() writes what was watched, and not a gap that is too long", async () => {
  await withHistory(async (file, path) => {
    const { round } = await benchOf({ file, path, maxGap: 30 });
    for (const second of [0, 10, 40, 71]) await round(second);
    assertEquals(recordsOf(path).watched, [
      { begin: at(0), end: at(40), ...ENDPOINTS },
      { begin: at(71), end: at(71), ...ENDPOINTS },
    ]);
  });
});

const DAY = 86_400;

for (
  const [when, now, kept] of [
    ["the outage ended before the days that it keeps", instant(0), 1],
    ["the wall clock was set ahead", { date: at(100 * DAY), ms: 0 }, 1],
    ["the wall clock was set back", { date: at(-DAY), ms: 0 }, 2],
  ] as const
) {
  Deno.test(`Recorder.attempt() removes ${2 - kept} of two outages when ${when}`, async () => {
    await withHistory(async (file, path) => {
      const ends = [-2 * DAY - 1, -2 * DAY];
      await writeBefore(path, ...ends.map((end) => recorded("a", end - 1, end)));
      const { recorder } = await benchOf({ file, path, keep: 2 });
      recorder.addRound({ ready: true, startedAt: now, results: [] });
      await recorder.attempt();
      assertEquals(recordsOf(path).outages.length, kept);
    });
  });
}

Deno.test("Recorder.run() writes what was added, and the rest when the signal aborts", async () => {
  await withHistory(async (file, path) => {
    const { recorder } = await benchOf({ file, path });
    const stop = new AbortController();
    const running = recorder.run(stop.signal);
    await recorder.tried(1000, stop.signal);
    recorder.put([outage("a", 0)]);
    while (openOutagesOf(path).length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    recorder.put([outage("a", 0, 10)]);
    stop.abort();
    await running;
    assertEquals(recordsOf(path).outages, [outage("a", 0, 10)]);
    // The file is closed: another process can write it.
    await writeBefore(path, recorded("b", 0));
  });
});

Deno.test("Recorder.run() tries again after a pause when an attempt fails", async () => {
  await withHistory(async (store, path) => {
    const file = new FlakyFile(store);
    file.failure = "full";
    const { recorder, events } = await benchOf({ file, path, pause: 0.001 });
    const stop = new AbortController();
    const running = recorder.run(stop.signal);
    recorder.put([outage("a", 0)]);
    while (recorder.errors < 5) await new Promise((resolve) => setTimeout(resolve, 1));
    file.failure = undefined;
    while (recorder.failure !== undefined) await new Promise((resolve) => setTimeout(resolve, 1));
    stop.abort();
    await running;
    assertEquals(events(), ["error history not opened full", "info history opened"]);
    assertEquals(openOutagesOf(path), [recorded("a", 0)]);
  });
});

for (
  const [when, lastWrite, spoil, reason] of [
    ["the last write fails", 5, (file: FlakyFile) => void (file.failure = "full"), "full"],
    [
      "the last write takes too long",
      0.01,
      (file: FlakyFile) => void (file.delay = new Promise(() => {})),
      "no answer within 0.01 s",
    ],
  ] as const
) {
  Deno.test(`Recorder.run() logs what is lost when ${when}`, async () => {
    await withHistory(async (store, path) => {
      const file = new FlakyFile(store);
      const { recorder, events } = await benchOf({ file, path, lastWrite });
      const other = await benchOf({ file, path, lastWrite });
      spoil(file);
      const stop = new AbortController();
      const running = recorder.run(stop.signal);
      recorder.put([outage("a", 0)]);
      stop.abort();
      await running;
      assertEquals(events().at(-1), `error history incomplete ${reason}`);
      other.recorder.addRound({ ready: true, startedAt: instant(0), results: [] });
      const otherStop = new AbortController();
      const otherRunning = other.recorder.run(otherStop.signal);
      otherStop.abort();
      await otherRunning;
      // Nobody is paged for watched time.
      assertEquals(other.events().at(-1)?.split(" ")[0], "warn");
    });
  });
}
