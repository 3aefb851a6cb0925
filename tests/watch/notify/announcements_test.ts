import { assertEquals } from "@std/assert";
import { Announcements } from "../../../src/watch/notify/announcements.ts";
import { at, outage, recorded } from "../../support/watch/history.ts";

const [A, B] = [outage("a", 1), outage("b", 2)];
const ENDED = outage("a", 1, 10);
const HOUR = 3600;

function instant(second: number): { date: Date; ms: number } {
  return { date: at(second), ms: second * 1000 };
}

/** Announcements of which that of `a` has arrived. */
function announced(): Announcements {
  const known = new Announcements();
  known.onQueued("announcement", [A], 0);
  known.onSent("announcement", [A]);
  return known;
}

Deno.test("Announcements.takeUnannounced() returns each outage once when an earlier watch never announced it", () => {
  const known = new Announcements();
  known.adopt([recorded("a", 1, null, true), recorded("b", 2)]);
  assertEquals(known.takeUnannounced([A, B]), [B]);
  assertEquals(known.takeUnannounced([A, B]), []);
  assertEquals([known.mayBeKnown(A), known.mayBeKnown(B)], [true, false]);
  known.adopt([recorded("b", 2)]);
  known.resolve([outage("b", 2, 3)]);
  assertEquals(known.takeUnannounced([B]), []);
});

Deno.test("Announcements.isOlder() counts from the first question when another process sent the message", () => {
  const known = new Announcements();
  known.adopt([recorded("a", 1, null, true)]);
  assertEquals([5000, 14_999, 15_000].map((ms) => known.isOlder(A, 10_000, ms)), [
    false,
    false,
    true,
  ]);
  assertEquals([1, 2].map((ms) => known.isOlder(B, 0, ms)), [false, false]);
});

Deno.test("Announcements.isOlder() counts from the last reminder when one was queued", () => {
  const known = announced();
  assertEquals(known.isOlder(A, 1000, 1000), true);
  known.onQueued("reminder", [A], 1000);
  assertEquals([1999, 2000].map((ms) => known.isOlder(A, 1000, ms)), [false, true]);
});

Deno.test("Announcements.due() returns an outage 5 s after its announcement was refused, and not while another waits", () => {
  const known = new Announcements();
  known.onQueued("announcement", [A], 0);
  assertEquals(known.due([A], 99_000), []);
  known.onMissed("announcement", [A], { mayHaveArrived: false, queuedMs: 0 });
  assertEquals([4999, 5000].map((ms) => known.due([A, B], ms)), [[], [A]]);
  known.onQueued("announcement", [A], 5000);
  assertEquals(known.due([A], 99_000), []);
  known.onSent("announcement", [A]);
  assertEquals([known.due([A], 99_000), known.mayBeKnown(A)], [[], true]);
  known.onFull("announcement", [A], 0);
  assertEquals(known.due([A], 5000), [A]);
});

Deno.test("Announcements.due() returns an outage when the queue had no place for its announcement, and not for a reminder", () => {
  const known = new Announcements();
  known.onFull("reminder", [A], 0);
  assertEquals(known.due([A], 5000), []);
  known.onFull("announcement", [A], 0);
  assertEquals(known.due([A], 5000), [A]);
});

Deno.test("Announcements.resolve() returns an outage when its announcement may have arrived, and not when it was refused", () => {
  for (const [mayHaveArrived, expected] of [[true, [ENDED]], [false, []]] as const) {
    const known = new Announcements();
    known.onQueued("announcement", [A], 0);
    known.onMissed("announcement", [A], { mayHaveArrived, queuedMs: 0 });
    assertEquals(known.resolve([ENDED]), [...expected]);
    assertEquals(known.mayBeKnown(ENDED), mayHaveArrived);
    assertEquals(known.due([A], 99_000), []);
  }
});

Deno.test("Announcements.onMissed() keeps an outage known when an earlier message may have arrived", () => {
  const known = new Announcements();
  known.onQueued("announcement", [A], 0);
  known.onMissed("announcement", [A], { mayHaveArrived: true, queuedMs: 0 });
  known.onQueued("announcement", [A], 5000);
  known.onMissed("announcement", [A], { mayHaveArrived: false, queuedMs: 5000 });
  assertEquals(known.resolve([ENDED]), [ENDED]);
});

Deno.test("Announcements.onMissed() changes nothing when the message was a reminder", () => {
  const known = announced();
  known.onMissed("reminder", [A], { mayHaveArrived: false, queuedMs: 0 });
  assertEquals([known.due([A], 99_000), known.resolve([ENDED])], [[], [ENDED]]);
});

Deno.test("Announcements.onMissed() does not announce an outage again when it is over", () => {
  const known = new Announcements();
  known.onQueued("announcement", [A], 0);
  known.resolve([ENDED]);
  known.onMissed("announcement", [A], { mayHaveArrived: false, queuedMs: 0 });
  assertEquals(known.due([A], 99_000), []);
});

for (const how of ["refused", "full"] as const) {
  Deno.test(`Announcements.dueEnds() returns an end for an hour when it was ${how}`, () => {
    const known = announced();
    known.resolve([ENDED]);
    const miss = (): void =>
      how === "full"
        ? known.onFull("end", [ENDED], 10_000)
        : known.onMissed("end", [ENDED], { mayHaveArrived: false, queuedMs: 10_000 });
    miss();
    assertEquals([14, 15].map((second) => known.dueEnds(instant(second))), [[], [ENDED]]);
    known.onQueued("end", [ENDED], 15_000);
    assertEquals(known.dueEnds(instant(99)), []);
    miss();
    assertEquals(known.dueEnds(instant(10 + HOUR)), [ENDED]);
    assertEquals(known.dueEnds(instant(10 + HOUR + 0.001)), []);
    assertEquals([known.dueEnds(instant(99)), known.mayBeKnown(ENDED)], [[], false]);
  });
}

Deno.test("Announcements.dueEnds() returns nothing when the end was accepted, or nobody knows the outage", () => {
  const known = announced();
  known.onMissed("end", [ENDED], { mayHaveArrived: false, queuedMs: 0 });
  known.onSent("end", [ENDED]);
  known.onMissed("end", [{ ...B, end: at(9) }], { mayHaveArrived: false, queuedMs: 0 });
  assertEquals(known.dueEnds(instant(99)), []);
});

Deno.test("Announcements.join() knows the earlier outage when the later one was announced, and names it by both", () => {
  const later = outage("a", 5);
  const known = new Announcements();
  known.adopt([recorded("a", 1)]);
  known.onQueued("announcement", [later], 1000);
  known.join({ outage: A, later });
  assertEquals(known.takeUnannounced([A]), []);
  assertEquals([10_999, 11_000].map((ms) => known.isOlder(A, 10_000, ms)), [false, true]);
  known.onMissed("announcement", [later], { mayHaveArrived: false, queuedMs: 1000 });
  assertEquals(known.due([A], 6000), [A]);
});

Deno.test("Announcements.join() announces the earlier outage when neither was announced", () => {
  const later = outage("a", 5);
  const known = new Announcements();
  known.onFull("announcement", [later], 0);
  known.join({ outage: A, later });
  assertEquals(known.due([A], 99_000), []);
  assertEquals(known.takeUnannounced([A]), [A]);
  assertEquals(known.mayBeKnown(A), false);
});
