import { assertEquals } from "@std/assert";
import { Mutes } from "../../../src/watch/notify/mutes.ts";

const HOUR = 3_600_000;

Deno.test("Mutes.count() mutes an endpoint when it has three messages within an hour", () => {
  const mutes = new Mutes();
  assertEquals([0, 1].map((ms) => mutes.count("a", ms)), [false, false]);
  assertEquals([mutes.has("a"), mutes.count("b", 2)], [false, false]);
  assertEquals([mutes.count("a", HOUR - 1), mutes.has("a"), mutes.has("b")], [true, true, false]);
});

Deno.test("Mutes.count() does not count a message when it is an hour old", () => {
  const mutes = new Mutes();
  assertEquals([0, 1, HOUR, HOUR].map((ms) => mutes.count("a", ms)), [false, false, false, true]);
});

Deno.test("Mutes.end() ends a mute once, when an hour has passed", () => {
  const mutes = new Mutes();
  for (const ms of [0, 1, 2]) mutes.count("a", ms);
  assertEquals([mutes.end(HOUR + 1), mutes.has("a")], [new Set(), true]);
  assertEquals([mutes.end(HOUR + 2), mutes.has("a")], [new Set(["a"]), false]);
  assertEquals(mutes.end(HOUR + 3), new Set());
});
