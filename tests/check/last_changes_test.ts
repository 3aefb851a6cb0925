import { assertEquals } from "@std/assert";
import { logChanges } from "../../src/check/changes.ts";
import { LastChanges } from "../../src/check/last_changes.ts";
import { at, OK, REFUSED, report } from "../support/reports.ts";

Deno.test("LastChanges.of() returns the last 20 changes, newest first, when a check changes nothing between them", async () => {
  const changes = new LastChanges();
  const take = logChanges(() => {}, (result) => changes.add(result));
  for (let second = 0; second < 50; second++) {
    const found = await report({ "http://a/": second % 4 < 2 ? OK : REFUSED });
    for (const result of found.results) take({ ...result, startedAt: at(second) });
  }
  const received = changes.of("a");
  assertEquals(received.length, 20);
  assertEquals(received.slice(0, 2), [
    { date: new Date(48_000), severity: "ok", words: "status 200" },
    { date: new Date(46_000), severity: "fail", words: "connection refused" },
  ]);
  assertEquals(changes.of("b"), []);
});
