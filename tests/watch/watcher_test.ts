import { assertEquals, assertStringIncludes } from "@std/assert";
import { HistoryStore } from "../../src/watch/history/worker/store.ts";
import type { Outage } from "../../src/watch/outage.ts";
import {
  execute,
  FlakyFile,
  openOutagesOf,
  outage,
  recorded,
  recordsOf,
  withHistory,
  writeBefore,
} from "../support/watch/history.ts";
import { inFolder } from "../support/folder.ts";
import { at, OK, REFUSED, report, WARNED } from "../support/reports.ts";
import { benchOf } from "../support/watch/watcher.ts";

Deno.test("Watcher.observe() logs, notifies and remembers when an outage begins", async () => {
  await withHistory(async (file, path) => {
    const { watcher, recorder, queue, events, round } = await benchOf({ file, path });
    await round(0);
    assertEquals([events(), queue.take(), openOutagesOf(path)], [[], [], []]);
    await round(10, { a: "x" });
    assertEquals(events(), ["error outage a x"]);
    assertEquals(openOutagesOf(path), [recorded("a", 10)]);
    assertEquals([watcher.opened, watcher.resolved, recorder.errors], [1, 0, 0]);
    queue.send();
    await recorder.attempt();
    assertEquals(openOutagesOf(path), [recorded("a", 10, null, true)]);
    assertEquals(queue.take(), ["a is down"]);
  });
});

Deno.test("Watcher.observe() notifies once and remembers the last reason when an outage is ongoing", async () => {
  await withHistory(async (file, path) => {
    const { watcher, queue, events, round } = await benchOf({ file, path });
    for (const [second, reason] of [[0, "x"], [10, "y"], [20, "z"]] as const) {
      await round(second, { a: reason });
    }
    assertEquals([events(), queue.take()], [["error outage a x"], ["a is down"]]);
    assertEquals(watcher.opened, 1);
    assertEquals(recordsOf(path).outages, [{ ...outage("a", 0), lastReason: "z" }]);
  });
});

Deno.test("Watcher.observe() logs, notifies and remembers when an outage is resolved", async () => {
  await withHistory(async (file, path) => {
    const { watcher, queue, events, round } = await benchOf({ file, path });
    await round(0, { a: "x" });
    events();
    queue.take();
    await round(10);
    assertEquals([events(), queue.take()], [["info outage resolved a"], ["a is back"]]);
    assertEquals([watcher.opened, watcher.resolved], [1, 1]);
    assertEquals(recordsOf(path).outages, [outage("a", 0, 10)]);
    // What the history holds is not written again.
    execute(path, "DELETE FROM outage");
    await round(20);
    assertEquals([events(), queue.take(), recordsOf(path).outages], [[], [], []]);
  });
});

Deno.test("Watcher.observe() opens no outage and sends no notice when a certificate expires soon", async () => {
  await withHistory(async (file, path) => {
    const { watcher, recorder, queue, events } = await benchOf({ file, path });
    const rounds = [OK, WARNED, WARNED, OK, REFUSED, WARNED];
    const seen = await Promise.all(rounds.map(async (outcome, index) => ({
      ...await report({ "https://a/": outcome }),
      startedAt: at(index * 10),
    })));
    for (const round of seen.slice(0, 4)) watcher.observe(round);
    await recorder.attempt();
    assertEquals([events(), queue.take(), recordsOf(path).outages], [[], [], []]);
    // A success with a warning resolves an outage as any other does.
    for (const round of seen.slice(4)) watcher.observe(round);
    assertEquals(events(), ["error outage a connection refused", "info outage resolved a"]);
    assertEquals(queue.take(), ["a is down", "a is back"]);
    assertEquals([watcher.opened, watcher.resolved], [1, 1]);
  });
});

Deno.test("Watcher.observe() puts all outages of a round in one notice", async () => {
  const { queue, events, round } = await benchOf();
  await round(0, { a: "x", b: "y", optional: "z" });
  assertEquals(events(), ["error outage a x", "error outage b y"]);
  assertEquals(queue.take(), ["a and b are down"]);
  await round(10, { b: "y" });
  await round(20);
  assertEquals(queue.take(), ["a is back", "b is back"]);
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

Deno.test("Watcher.observe() logs and remembers when there are no receivers", async () => {
  await withHistory(async (file, path) => {
    const { events, round } = await benchOf({ file, path, receivers: [] });
    await round(0, { a: "x" });
    await round(10);
    assertEquals(events(), ["error outage a x", "info outage resolved a"]);
    assertEquals(recordsOf(path).outages, [outage("a", 0, 10)]);
  });
});

Deno.test("Watcher.observe() notifies of the end alone when a former run notified of the beginning", async () => {
  await withHistory(async (file, path) => {
    await writeBefore(path, recorded("a", -60, null, true));
    const { watcher, queue, events, round } = await benchOf({ file, path });
    await round(0, { a: "x" });
    assertEquals([events(), queue.take()], [[], []]);
    await round(10);
    assertEquals([events(), queue.take()], [["info outage resolved a"], ["a is back"]]);
    assertEquals([watcher.opened, watcher.resolved], [0, 0]);
    assertEquals(recordsOf(path).outages, [outage("a", -60, 10)]);
  });
});

Deno.test("Watcher.observe() notifies once of an outage when a former run did not", async () => {
  await withHistory(async (file, path) => {
    await writeBefore(path, recorded("a", -60));
    const { watcher, recorder, queue, events, round } = await benchOf({ file, path });
    await round(0, { a: "x" });
    assertEquals(events(), []);
    queue.send();
    await recorder.attempt();
    assertEquals(openOutagesOf(path), [recorded("a", -60, null, true)]);
    assertEquals(queue.take(), ["a is down"]);
    await round(10, { a: "x" });
    assertEquals(queue.take(), []);
    await round(20);
    assertEquals(queue.take(), ["a is back"]);
    assertEquals([watcher.opened, watcher.resolved], [0, 0]);
  });
});

Deno.test("Watcher.observe() does not notify of an end when a former run did not of the beginning", async () => {
  await withHistory(async (file, path) => {
    await writeBefore(path, recorded("a", -60));
    const { queue, events, round } = await benchOf({ file, path });
    await round(0);
    assertEquals([events(), queue.take()], [["info outage resolved a"], []]);
    assertEquals(recordsOf(path).outages, [outage("a", -60, 0)]);
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
    ["a is down", "a is back"],
    ["a is down", "a is back"],
    ["a is down (flapping)", "a is back"],
    [],
    [],
  ]);
  assertEquals([watcher.opened, watcher.resolved, events().length], [5, 5, 10]);
  // Another endpoint has its own three.
  await round(600, { a: "x", b: "x" });
  assertEquals(queue.take(), ["b is down"]);
  await round(610);
  assertEquals(queue.take(), ["b is back"]);
  // The mute lasts an hour from the third notice.
  await round(3799, { a: "x" });
  await round(3799.5);
  assertEquals(queue.take(), []);
  await round(3800, { a: "x" });
  assertEquals(queue.take(), ["a is down"]);
});

Deno.test("Watcher.observe() notifies of an outage when the mute of its endpoint ends", async () => {
  const { queue, round } = await benchOf({ repeat: 600 });
  for (const second of [0, 100, 200, 300]) {
    await round(second, { a: "x" });
    if (second < 300) await round(second + 50);
  }
  queue.take();
  // Neither the outage nor its repetition is notified while the mute lasts.
  await round(3799, { a: "x" });
  assertEquals(queue.take(), []);
  await round(3800, { a: "x" });
  assertEquals(queue.take(), ["a is still down"]);
  await round(3810, { a: "x" });
  assertEquals(queue.take(), []);
  await round(3820);
  assertEquals(queue.take(), ["a is back"]);
});

Deno.test("Watcher.observe() repeats no outage when its endpoint is muted", async () => {
  const { queue, round } = await benchOf({ repeat: 600 });
  for (const second of [0, 100, 200]) {
    if (second > 0) await round(second - 50);
    await round(second, { a: "x" });
  }
  queue.take();
  await round(3799, { a: "x" });
  assertEquals(queue.take(), []);
  await round(3800, { a: "x" });
  assertEquals(queue.take(), ["a is still down"]);
});

Deno.test("Watcher.observe() says nothing when an outage ends before the mute of its endpoint", async () => {
  const { queue, round } = await benchOf({ repeat: 1 });
  for (const second of [0, 100, 200]) {
    await round(second, { a: "x" });
    await round(second + 50);
  }
  queue.take();
  await round(300, { a: "x" });
  await round(310, { a: "x" });
  await round(350);
  await round(3800);
  assertEquals(queue.take(), []);
});

Deno.test("Watcher.observe() repeats that an outage is ongoing when `repeat` has passed", async () => {
  const { queue, round } = await benchOf({ repeat: 60 });
  const notices: string[][] = [];
  for (const second of [0, 59, 60, 61, 119, 120]) {
    await round(second, { a: "x", ...(second >= 61 ? { b: "x" } : {}) });
    notices.push(queue.take());
  }
  assertEquals(notices, [
    ["a is down"],
    [],
    ["a is still down"],
    ["b is down"],
    [],
    ["a is still down"],
  ]);
  await round(121);
  queue.take();
  await round(181);
  assertEquals(queue.take(), []);
});

Deno.test("Watcher.observe() repeats no outage when a notice is waiting", async () => {
  const { queue, round } = await benchOf({ repeat: 60 });
  await round(0, { a: "x" });
  queue.take();
  queue.isBusy = true;
  await round(60, { a: "x" });
  assertEquals(queue.take(), []);
  queue.isBusy = false;
  await round(61, { a: "x" });
  assertEquals(queue.take(), ["a is still down"]);
});

Deno.test("Watcher.observe() repeats an outage of a former run when `repeat` has passed since the start", async () => {
  await withHistory(async (file, path) => {
    await writeBefore(path, recorded("a", -60, null, true));
    const { queue, round } = await benchOf({ file, path, repeat: 60 });
    await round(0, { a: "x" });
    await round(59, { a: "x" });
    assertEquals(queue.take(), []);
    await round(60, { a: "x" });
    assertEquals(queue.take(), ["a is still down"]);
  });
});

Deno.test("Watcher.observe() notifies of an ongoing outage again when all attempts to do so have failed", async () => {
  await withHistory(async (file, path) => {
    const { recorder, queue, round } = await benchOf({ file, path, repeat: 3600 });
    await round(0, { a: "x" });
    for (const second of [500, 1000, 1500, 2000]) {
      queue.fail();
      queue.take();
      // Not while another notice is waiting, and then all in one.
      queue.isBusy = true;
      await round(second, { a: "x" });
      assertEquals(queue.take(), []);
      queue.isBusy = false;
      await round(second + 10, { a: "x" });
      assertEquals(queue.notices.length, 1);
    }
    queue.send();
    await recorder.attempt();
    assertEquals(openOutagesOf(path), [recorded("a", 0, null, true)]);
    assertEquals(queue.take(), ["a is still down"]);
    await round(2020, { a: "x" });
    assertEquals(queue.take(), []);
    // A reminder that fails is no reason for another one, nor to keep silent about the end.
    await round(5610, { a: "x" });
    queue.fail();
    assertEquals(queue.take(), ["a is still down"]);
    await round(5620, { a: "x" });
    assertEquals(queue.take(), []);
    await round(5630);
    assertEquals(queue.take(), ["a is back"]);
  });
});

for (const mayHaveArrived of [false, true]) {
  Deno.test(`Watcher.observe() announces an outage with longer and longer pauses when a message ${mayHaveArrived ? "has no answer" : "is refused"}`, async () => {
    const { queue, round } = await benchOf();
    const seconds: number[] = [];
    for (let second = 0; second < 3600; second++) {
      await round(second, { a: "x" });
      if (queue.notices.length > 0) seconds.push(second);
      queue.fail(mayHaveArrived);
      queue.take();
    }
    assertEquals(seconds, [0, 5, 15, 35, 75, 155, 315, 635, 1275, 2175, 3075]);
    // What may have arrived has an end; what has not was never said.
    await round(3600);
    assertEquals(queue.take(), mayHaveArrived ? ["a is back"] : []);
  });
}

Deno.test("Watcher.observe() tells an end again when Slack did not accept it", async () => {
  const { queue, round } = await benchOf();
  await round(0, { a: "x" });
  queue.send();
  queue.take();
  await round(10);
  queue.fail();
  assertEquals(queue.take(), ["a is back"]);
  await round(14);
  assertEquals(queue.take(), []);
  await round(15);
  const [notice] = queue.notices;
  assertEquals(queue.take(), ["a is back"]);
  notice?.onSent();
  await round(3000);
  assertEquals(queue.take(), []);
});

Deno.test("Watcher.observe() says nothing of an outage that is over when all attempts to do so have failed", async () => {
  const { queue, round } = await benchOf();
  await round(0, { a: "x", b: "x" });
  const [notice] = queue.notices;
  await round(10, { b: "x" });
  // a came back before the last attempt, and b after it.
  notice?.onFailed(false);
  queue.notices.shift();
  assertEquals(queue.take(), []);
  await round(20);
  await round(30);
  assertEquals(queue.take(), []);
});

Deno.test("Watcher.observe() notifies of an ongoing outage when the queue was full at the beginning", async () => {
  const { queue, round } = await benchOf();
  queue.full = true;
  await round(0, { a: "x", b: "x" });
  queue.full = false;
  queue.isBusy = true;
  await round(10, { a: "x", b: "x" });
  assertEquals(queue.take(), []);
  queue.isBusy = false;
  await round(20, { a: "x" });
  assertEquals(queue.take(), ["a is still down"]);
  await round(30);
  assertEquals(queue.take(), ["a is back"]);
});

Deno.test("Watcher.observe() notifies of an end when only the notice after the mute has failed", async () => {
  const { queue, round } = await benchOf();
  for (const second of [0, 100, 200]) {
    if (second > 0) await round(second - 50);
    await round(second, { a: "x" });
  }
  queue.take();
  await round(3800, { a: "x" });
  queue.fail();
  assertEquals(queue.take(), ["a is still down"]);
  await round(3810);
  assertEquals(queue.take(), ["a is back"]);
});

Deno.test("Watcher.observe() notifies once of an outage when its mute ends while another notice waits", async () => {
  const { queue, round } = await benchOf();
  for (const second of [0, 100, 200]) {
    if (second > 0) await round(second - 50);
    await round(second, { a: "x" });
  }
  const opening = queue.notices.at(-1);
  queue.take();
  queue.isBusy = true;
  await round(3800, { a: "x" });
  assertEquals(queue.take(), []);
  opening?.onFailed(false);
  queue.isBusy = false;
  await round(3810, { a: "x" });
  queue.send();
  assertEquals(queue.take(), ["a is still down"]);
  await round(3820, { a: "x" });
  assertEquals(queue.take(), []);
  await round(3830);
  assertEquals(queue.take(), ["a is back"]);
});

Deno.test("Watcher.adopt() closes an outage when its endpoint is not watched any more", async () => {
  await withHistory(async (file, path) => {
    await writeBefore(path, ...["a", "gone", "optional"].map((name) => recorded(name, -60)));
    const { watcher, queue, events, round } = await benchOf({ file, path });
    assertEquals(recordsOf(path).outages, [
      outage("a", -60),
      outage("gone", -60, 0),
      outage("optional", -60),
    ]);
    await round(0);
    assertEquals([events(), queue.take()], [["info outage resolved a"], []]);
    assertEquals(watcher.resolved, 0);
    assertEquals(recordsOf(path).outages[2], outage("optional", -60, 0));
  });
});

Deno.test("Watcher.adopt() ends the outage of an optional endpoint, and neither logs, counts nor notifies", async () => {
  await withHistory(async (store, path) => {
    await writeBefore(path, recorded("optional", -60, null, true));
    const file = new FlakyFile(store);
    file.failure = "full";
    const { watcher, queue, events, round } = await benchOf({ file, path });
    await round(0);
    events();
    file.failure = undefined;
    await round(10);
    assertEquals(recordsOf(path).outages, [outage("optional", -60, 0)]);
    assertEquals([events(), queue.take()], [["info history opened"], []]);
    assertEquals(watcher.resolved, 0);
  });
});

Deno.test("Watcher.observe() remembers the outage of an optional endpoint, and neither logs, counts nor notifies", async () => {
  await withHistory(async (file, path) => {
    const { watcher, queue, events, round } = await benchOf({ file, path });
    await round(0);
    await round(10, { optional: "z" });
    await round(20, { optional: "z" });
    assertEquals(recordsOf(path), {
      outages: [{ ...outage("optional", 10), firstReason: "z", lastReason: "z" }],
      watched: [{
        begin: new Date(0),
        end: new Date(20_000),
        endpoints: ["a", "b", "optional"],
        optional: ["optional"],
      }],
    });
    await round(30);
    assertEquals(recordsOf(path).outages[0]?.end, new Date(30_000));
    assertEquals([events(), queue.take()], [[], []]);
    assertEquals([watcher.opened, watcher.resolved], [0, 0]);
  });
});

Deno.test("Watcher.observe() counts the time between two runs neither as up nor as down", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/history.db`;
    /** Runs a watch of rounds 10 s apart, which is then killed. */
    const run = async (...rounds: readonly [second: number, isUp: boolean][]): Promise<string> => {
      const file = new HistoryStore(path);
      const [start = 0] = rounds[0] ?? [];
      const { round } = await benchOf({ file, path, startedAt: at(start) });
      for (const [second, isUp] of rounds) await round(second, isUp ? {} : { a: "x" });
      const span = { begin: new Date(0), end: new Date(200_000) };
      const text = await file.render({ type: "text/plain", span });
      await file.close();
      return text.slice(text.indexOf("\na\n"), text.indexOf("\nb\n"));
    };
    const first = await run([0, true], [10, false], [20, false]);
    assertStringIncludes(first, "up         50 % of 20 s watched");
    assertStringIncludes(first, "  ongoing, 10 s   x\n");
    const second = await run([100, false], [110, false], [120, true], [130, true]);
    assertStringIncludes(second, "up         40 % of 50 s watched");
    assertStringIncludes(second, "1, 30 s in all, the longest 30 s\n  recovered  after 30 s on");
    assertStringIncludes(second, "  30 s of 1 min 50 s  x\n");
  });
});

for (const begin of [15, 25]) {
  for (const notified of [false, true]) {
    Deno.test(`Watcher.adopt() goes on with one outage when the last pod saw it begin at ${begin}, this one at 20, and ${notified ? "both" : "this one"} said so`, async () => {
      await withHistory(async (store, path) => {
        await writeBefore(path, recorded("a", begin, null, notified));
        const file = new FlakyFile(store);
        file.failure = "another process writes the file";
        const { watcher, recorder, queue, events, round } = await benchOf({ file, path });
        await round(10);
        await round(20, { a: "x" });
        queue.send();
        file.failure = undefined;
        await round(30, { a: "x" });
        const opened = events().filter((event) => !event.includes("history"));
        assertEquals([opened, queue.take()], [["error outage a x"], ["a is down"]]);
        assertEquals([watcher.opened, watcher.resolved, watcher.ongoing], [1, 0, 1]);
        const first = Math.min(begin, 20);
        // An attempt that had begun before may have taken the time of this round.
        await recorder.attempt();
        // A restart now would not say it again.
        assertEquals(openOutagesOf(path), [recorded("a", first, null, true)]);
        await round(40);
        assertEquals([events(), queue.take()], [["info outage resolved a"], ["a is back"]]);
        assertEquals(recordsOf(path).outages, [outage("a", first, 40)]);
        assertEquals([watcher.opened, watcher.resolved, watcher.ongoing], [1, 1, 0]);
        await recorder.attempt();
      });
    });
  }
}

Deno.test("Watcher.adopt() marks an outage as notified when the message is accepted after it was joined", async () => {
  await withHistory(async (store, path) => {
    await writeBefore(path, recorded("a", -60));
    const file = new FlakyFile(store);
    file.failure = "another process writes the file";
    const { recorder, queue, round } = await benchOf({ file, path });
    await round(0, { a: "x" });
    const [notice] = queue.notices;
    file.failure = undefined;
    await round(10, { a: "x" });
    notice?.onSent();
    await recorder.attempt();
    assertEquals(openOutagesOf(path), [recorded("a", -60, null, true)]);
    assertEquals(queue.take(), ["a is down"]);
  });
});

Deno.test("Watcher.adopt() announces an outage again when the message fails after it was joined", async () => {
  await withHistory(async (store, path) => {
    await writeBefore(path, recorded("a", -60));
    const file = new FlakyFile(store);
    file.failure = "another process writes the file";
    const { queue, round } = await benchOf({ file, path });
    await round(0, { a: "x" });
    file.failure = undefined;
    await round(10, { a: "x" });
    queue.fail();
    assertEquals(queue.take(), ["a is down"]);
    await round(20, { a: "x" });
    assertEquals(queue.take(), ["a is still down"]);
  });
});

Deno.test("Watcher.ongoing counts the outages of required endpoints, whoever opened them", async () => {
  await withHistory(async (file, path) => {
    await writeBefore(path, recorded("a", -60), recorded("optional", -60));
    const { watcher, round } = await benchOf({ file, path });
    assertEquals(watcher.ongoing, 1);
    await round(0, { a: "x", b: "x", optional: "x" });
    assertEquals([watcher.ongoing, watcher.opened], [2, 1]);
    await round(10, { b: "x" });
    assertEquals([watcher.ongoing, watcher.opened, watcher.resolved], [1, 1, 0]);
  });
});

/** What the file says of `a` at a second of the wall clock: in all, and of the outages that it lists. */
async function saidOf(file: HistoryStore, second: number): Promise<unknown[]> {
  const span = { begin: at(second - 86_400).date, end: at(second).date };
  const [a] = JSON.parse(await file.render({ type: "application/json", span })).endpoints;
  const { outages_total, outages_resolved, down_seconds, longest_seconds, mean_repair_seconds } = a;
  return [
    [outages_total, outages_resolved, down_seconds, longest_seconds, mean_repair_seconds],
    a.watched_seconds,
    ...a.outages.map((it: { begin: string; end: string | null; down_seconds: number }) => [
      Date.parse(it.begin) / 1000,
      it.end && Date.parse(it.end) / 1000,
      it.down_seconds,
    ]),
  ];
}

for (const step of [-3600, -60, 3, 3600]) {
  for (const after of [1, 4]) {
    Deno.test(`Watcher.observe() remembers one outage of its true length when the wall clock is set by ${step} s within it, opened after ${after} rounds`, async () => {
      await withHistory(async (file, path) => {
        const { queue, round } = await benchOf({ file, path, after, startedAt: at(9000) });
        for (const second of [9000, 9001]) await round(second);
        for (const second of [9002, 9003]) await round(second, { a: "x" });
        for (const second of [9004, 9005, 9006]) await round(second, { a: "x" }, step);
        const [soFar] = await saidOf(file, 9006 + step);
        assertEquals(soFar, [1, 0, 4, 4, null]);
        await round(9007, {}, step);
        await round(9008, {}, step);
        const told = queue.take().map((text) => text.replace("still ", ""));
        assertEquals(told, ["a is down", "a is back"]);
        for (const second of [9008 + step, 9008 + 3600]) {
          const [sums, watched, ...outages] = await saidOf(file, second);
          assertEquals(sums, [1, 1, 5, 5, 5]);
          assertEquals([watched, outages], [8, [[9002, 9007, 5]]]);
        }
      });
    });
  }
}

Deno.test("Watcher.adopt() continues an outage within which the wall clock was set", async () => {
  await withHistory(async (file, path) => {
    const first = await benchOf({ file, path, startedAt: at(9000) });
    for (const second of [9000, 9001]) await first.round(second, { a: "x" });
    for (const second of [9002, 9003]) await first.round(second, { a: "x" }, -3600);
    await file.close();
    assertEquals(openOutagesOf(path).map(({ begin, parts }) => [begin, parts]), [[
      at(9000).date,
      [{ begin: at(9000).date, end: at(9001).date }, { begin: at(5401).date, end: null }],
    ]]);
    const { queue, round } = await benchOf({ file, path, startedAt: at(5404) });
    await round(5404, { a: "x" });
    // The clock is set again.
    await round(5405, { a: "x" }, 3600);
    await round(5406, {}, 3600);
    await file.render({ type: "text/plain", span: { begin: at(0).date, end: at(9006).date } });
    const [sums, , ...outages] = await saidOf(file, 9006);
    assertEquals(queue.take(), ["a is down", "a is back"]);
    // The second between the two watches was not watched.
    assertEquals([sums, outages], [[1, 1, 5, 5, 5], [[9000, 9006, 5]]]);
    assertEquals(openOutagesOf(path), []);
  });
});

for (const step of [-3600, 3600]) {
  for (const [began, was] of [[8998, "before"], [9004, "after"]] as const) {
    Deno.test(`Watcher.adopt() goes on with one outage when another pod began ${was} the wall clock was set by ${step} s within it`, async () => {
      await withHistory(async (store, path) => {
        const old = await benchOf({ file: store, path, startedAt: at(8998) });
        const file = new FlakyFile(store);
        file.failure = "another process writes the file";
        const startedAt = { ...at(began), date: at(began + (began < 9002 ? 0 : step)).date };
        const taking = await benchOf({ file, path, startedAt });
        for (let second = 8998; second < 9008; second++) {
          const fails: Record<string, string> = second < 9000 ? {} : { a: "x" };
          const shift = second < 9002 ? 0 : step;
          if (second < 9006) await old.round(second, fails, shift);
          if (second === 9006) {
            await store.close();
            file.failure = undefined;
          }
          if (second >= began) await taking.round(second + 0.5, fails, shift);
        }
        await taking.round(9008, {}, step);
        assertEquals(taking.queue.take(), ["a is down", "a is back"]);
        assertEquals(openOutagesOf(path), []);
        const [sums, , ...outages] = await saidOf(store, Math.max(9008 + step, 9008));
        assertEquals(sums, [1, 1, 8, 8, 8]);
        assertEquals(outages, [[9000, 9008, 8]]);
      });
    });
  }
}

interface Late {
  readonly what: string;
  readonly when: string;
  /** The reasons of three rounds; the file opens before the third is written. */
  readonly failing: readonly string[];
  readonly held: Outage[];
  readonly events: string[];
  readonly notices: string[];
}

const LATE: readonly Late[] = [
  {
    what: "continues an outage",
    when: "has not been up since",
    failing: ["x", "x", "x"],
    held: [outage("a", -60)],
    events: [],
    notices: [],
  },
  {
    what: "resolves an outage",
    when: "has been up since",
    failing: ["", "", ""],
    held: [outage("a", -60, 0)],
    events: ["info outage resolved a"],
    notices: ["a is back"],
  },
  {
    what: "ends an outage without a notice",
    when: "is in another since",
    failing: ["", "x", "x"],
    held: [outage("a", -60, 20), outage("a", 20)],
    events: ["error outage a x"],
    notices: ["a is down"],
  },
];

for (const { what, when, failing, held, events, notices } of LATE) {
  Deno.test(`Watcher.adopt() ${what} of a former run when the file opens late and its endpoint ${when}`, async () => {
    await withHistory(async (store, path) => {
      await writeBefore(path, recorded("a", -60, null, true));
      const file = new FlakyFile(store);
      file.failure = "another process writes the file";
      const bench = await benchOf({ file, path, startup: 60 });
      assertEquals(bench.events(), ["error history not opened another process writes the file"]);
      for (const [index, reason] of failing.entries()) {
        if (index === 2) file.failure = undefined;
        await bench.round(10 * (index + 1), reason === "" ? {} : { a: reason });
      }
      assertEquals(recordsOf(path).outages, held);
      const logged = bench.events().filter((event) => event !== "info history opened");
      assertEquals([logged, bench.queue.take()], [events, notices]);
    });
  });
}
