import { assertEquals } from "@std/assert";
import { at, benchOf, execute, outage, withHistory } from "../support/watcher.ts";

Deno.test("Watcher.observe() logs, notifies and remembers when an outage begins", async () => {
  await withHistory(async (history) => {
    const { watcher, queue, events, round } = await benchOf({ history });
    await round(0);
    assertEquals([events(), queue.take(), history.openOutages()], [[], [], []]);
    await round(10, { a: "x" });
    assertEquals(events(), ["error outage a x"]);
    assertEquals(history.openOutages(), [{ ...outage("a", 10), notified: false }]);
    assertEquals([watcher.opened, watcher.resolved, watcher.historyErrors], [1, 0, 0]);
    queue.send();
    assertEquals(history.openOutages(), [{ ...outage("a", 10), notified: true }]);
    assertEquals(queue.take(), ["Outage: a"]);
  });
});

Deno.test("Watcher.observe() notifies once and remembers the last reason when an outage is ongoing", async () => {
  await withHistory(async (history) => {
    const { watcher, queue, events, round } = await benchOf({ history });
    for (const [second, reason] of [[0, "x"], [10, "y"], [20, "z"]] as const) {
      await round(second, { a: reason });
    }
    assertEquals([events(), queue.take()], [["error outage a x"], ["Outage: a"]]);
    assertEquals(watcher.opened, 1);
    assertEquals(history.record().outages, [{ ...outage("a", 0), lastReason: "z" }]);
  });
});

Deno.test("Watcher.observe() logs, notifies and remembers when an outage is resolved", async () => {
  await withHistory(async (history, path) => {
    const { watcher, queue, events, round } = await benchOf({ history });
    await round(0, { a: "x" });
    events();
    queue.take();
    await round(10);
    assertEquals([events(), queue.take()], [["info outage resolved a"], ["Resolved: a"]]);
    assertEquals([watcher.opened, watcher.resolved], [1, 1]);
    assertEquals(history.record().outages, [outage("a", 0, 10)]);
    // What the history holds is not written again.
    execute(path, "DELETE FROM outage");
    await round(20);
    assertEquals([events(), queue.take(), history.record().outages], [[], [], []]);
  });
});

Deno.test("Watcher.observe() puts all outages of a round in one notice", async () => {
  const { queue, events, round } = await benchOf();
  await round(0, { a: "x", b: "y", optional: "z" });
  assertEquals(events(), ["error outage a x", "error outage b y"]);
  assertEquals(queue.take(), ["Outage: a, b"]);
  await round(10, { b: "y" });
  await round(20);
  assertEquals(queue.take(), ["Resolved: a", "Resolved: b"]);
});

Deno.test("Watcher.observe() does not notify of an end when the queue was full at the beginning", async () => {
  const { queue, events, round } = await benchOf();
  queue.full = true;
  await round(0, { a: "x" });
  queue.full = false;
  await round(10);
  assertEquals(events(), ["error outage a x", "info outage resolved a"]);
  assertEquals(queue.take(), []);
});

Deno.test("Watcher.observe() logs and remembers when there is no queue", async () => {
  await withHistory(async (history) => {
    const { events, round } = await benchOf({ history, queue: undefined });
    await round(0, { a: "x" });
    await round(10);
    assertEquals(events(), ["error outage a x", "info outage resolved a"]);
    assertEquals(history.record().outages, [outage("a", 0, 10)]);
  });
});

Deno.test("Watcher.observe() notifies of the end alone when a former run notified of the beginning", async () => {
  await withHistory(async (history) => {
    history.enter(outage("a", -60));
    history.markNotified(outage("a", -60));
    const { watcher, queue, events, round } = await benchOf({ history });
    await round(0, { a: "x" });
    assertEquals([events(), queue.take()], [[], []]);
    await round(10);
    assertEquals([events(), queue.take()], [["info outage resolved a"], ["Resolved: a"]]);
    assertEquals([watcher.opened, watcher.resolved], [0, 1]);
    assertEquals(history.record().outages, [outage("a", -60, 10)]);
  });
});

Deno.test("Watcher.observe() notifies once of an outage when a former run did not", async () => {
  await withHistory(async (history) => {
    history.enter(outage("a", -60));
    const { watcher, queue, events, round } = await benchOf({ history });
    await round(0, { a: "x" });
    assertEquals(events(), []);
    queue.send();
    assertEquals(history.openOutages(), [{ ...outage("a", -60), notified: true }]);
    assertEquals(queue.take(), ["Outage: a"]);
    await round(10, { a: "x" });
    assertEquals(queue.take(), []);
    await round(20);
    assertEquals(queue.take(), ["Resolved: a"]);
    assertEquals([watcher.opened, watcher.resolved], [0, 1]);
  });
});

Deno.test("Watcher.observe() does not notify of an end when a former run did not of the beginning", async () => {
  await withHistory(async (history) => {
    history.enter(outage("a", -60));
    const { queue, events, round } = await benchOf({ history });
    await round(0);
    assertEquals([events(), queue.take()], [["info outage resolved a"], []]);
    assertEquals(history.record().outages, [outage("a", -60, 0)]);
  });
});

Deno.test("Watcher.observe() notifies of three outages an hour when an endpoint is flapping", async () => {
  const { watcher, queue, events, round } = await benchOf();
  const notices: string[][] = [];
  for (let outage = 0; outage < 5; outage++) {
    await round(outage * 100, { a: "x" });
    await round(outage * 100 + 50);
    notices.push(queue.take());
  }
  assertEquals(notices, [
    ["Outage: a", "Resolved: a"],
    ["Outage: a", "Resolved: a"],
    ["Outage: a (flapping)", "Resolved: a"],
    [],
    [],
  ]);
  assertEquals([watcher.opened, watcher.resolved, events().length], [5, 5, 10]);
  // Another endpoint has its own three.
  await round(600, { a: "x", b: "x" });
  assertEquals(queue.take(), ["Outage: b"]);
  await round(610);
  assertEquals(queue.take(), ["Resolved: b"]);
  // From then on only two of its notices are less than an hour old.
  await round(3599, { a: "x" });
  await round(3599.5);
  assertEquals(queue.take(), []);
  await round(3600, { a: "x" });
  assertEquals(queue.take(), ["Outage: a (flapping)"]);
});

Deno.test("Watcher.observe() counts and logs once that the history fails, and writes it later", async () => {
  await withHistory(async (history, path) => {
    const { watcher, queue, events, round } = await benchOf({ history });
    await round(0);
    execute(
      path,
      `CREATE TRIGGER full BEFORE INSERT ON outage
         BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END`,
    );
    await round(10, { a: "x" });
    assertEquals(events(), [
      "error history not written database or disk is full",
      "error outage a x",
    ]);
    // The failure of the history is no reason not to notify.
    assertEquals(queue.take(), ["Outage: a"]);
    await round(20, { a: "x", b: "x" });
    assertEquals(events(), ["error outage b x"]);
    assertEquals(watcher.historyErrors, 2);
    await round(30, { b: "x" });
    assertEquals([events(), watcher.historyErrors], [["info outage resolved a"], 3]);
    assertEquals(history.record().outages, []);
    execute(path, "DROP TRIGGER full");
    await round(40, { b: "x" });
    assertEquals([events(), watcher.historyErrors], [["info history written again"], 3]);
    assertEquals(history.record().outages, [outage("a", 10, 30), outage("b", 20)]);
    await round(50, { b: "x" });
    assertEquals(events(), []);
  });
});

Deno.test("Watcher closes an outage in the history when its endpoint is not watched any more", async () => {
  await withHistory(async (history) => {
    for (const name of ["a", "gone", "optional"]) history.enter(outage(name, -60));
    const { queue, events, round } = await benchOf({ history });
    assertEquals(history.record().outages, [
      outage("a", -60),
      outage("gone", -60, 0),
      outage("optional", -60, 0),
    ]);
    await round(0);
    assertEquals([events(), queue.take()], [["info outage resolved a"], []]);
  });
});

Deno.test("Watcher counts and logs when the history of a former run cannot be read", async () => {
  await withHistory(async (history, path) => {
    history.enter(outage("a", -60));
    execute(path, "ALTER TABLE outage RENAME TO gone");
    const { watcher, events, queue, round } = await benchOf({ history });
    assertEquals(events(), ["error history not written no such table: outage"]);
    assertEquals(watcher.historyErrors, 1);
    await round(0, { a: "x" });
    assertEquals([events(), queue.take()], [["error outage a x"], ["Outage: a"]]);
  });
});

Deno.test("Watcher.observe() remembers what was watched, and not a gap of over three periods", async () => {
  await withHistory(async (history) => {
    const { round } = await benchOf({ history, every: 10 });
    for (const second of [0, 10, 40, 71]) await round(second);
    assertEquals(history.record().watched, [
      { begin: at(0), end: at(40), endpoints: ["a", "b"] },
      { begin: at(71), end: at(71), endpoints: ["a", "b"] },
    ]);
  });
});

Deno.test("Watcher.observe() forgets what ended before the days that the history is kept", async () => {
  await withHistory(async (history) => {
    const day = 86_400;
    for (const end of [-2 * day - 1, -2 * day]) history.enter(outage("a", end - 1, end));
    const { round } = await benchOf({ history, keep: 2 });
    await round(0);
    assertEquals(history.record().outages, [outage("a", -2 * day - 1, -2 * day)]);
  });
});
