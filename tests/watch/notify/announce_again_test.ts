import { assertEquals } from "@std/assert";
import { AnnounceAgain } from "../../../src/watch/notify/announce_again.ts";

/** When a key is due, in milliseconds after the last failure; `Infinity` if not within an hour. */
function dueOf(retries: AnnounceAgain, failedMs: number): number {
  for (let ms = 0; ms <= 3_600_000; ms += 1000) {
    if (retries.isDue("a", failedMs + ms) && !retries.isDue("a", failedMs + ms - 1)) return ms;
  }
  return Infinity;
}

Deno.test("AnnounceAgain.fail() doubles the pause from 5 s to 15 min when a message fails again and again", () => {
  const retries = new AnnounceAgain();
  const pauses = Array.from({ length: 10 }, (_, index) => {
    retries.fail("a", index);
    return dueOf(retries, index) / 1000;
  });
  assertEquals(pauses, [5, 10, 20, 40, 80, 160, 320, 640, 900, 900]);
});

Deno.test("AnnounceAgain.isDue() returns false when the next attempt is in the queue, or nothing failed", () => {
  const retries = new AnnounceAgain();
  assertEquals(dueOf(retries, 0), Infinity);
  retries.start("a");
  assertEquals(dueOf(retries, 0), Infinity);
  retries.fail("a", 0);
  retries.start("a");
  assertEquals(dueOf(retries, 0), Infinity);
  retries.fail("a", 0);
  assertEquals(dueOf(retries, 0), 10_000);
  retries.end("a");
  assertEquals(dueOf(retries, 0), Infinity);
  retries.fail("a", 0);
  assertEquals(dueOf(retries, 0), 5000);
});
