import { assertEquals } from "@std/assert";
import { Unwritten } from "../../../src/watch/record/unwritten.ts";
import { at, outage, recorded } from "../../support/watch/history.ts";

Deno.test("Unwritten.put() keeps an ongoing outage when its code or its reason has changed", () => {
  const unwritten = new Unwritten();
  for (
    const [change, count] of [
      [{}, 1],
      [{}, 0],
      [{ lastFailure: "body" }, 1],
      [{ lastFailure: "body" }, 0],
      [{ lastFailure: "body", lastReason: "y" }, 1],
    ] as const
  ) {
    unwritten.put({ ...outage("a", 5), ...change });
    const { outages } = unwritten;
    assertEquals(outages, count === 0 ? [] : [{ ...recorded("a", 5), ...change }]);
    unwritten.written(outages);
  }
});

Deno.test("Unwritten.written() keeps what has changed since it was written", () => {
  const unwritten = new Unwritten();
  unwritten.put(outage("a", 5));
  const before = unwritten.outages;
  unwritten.put({ ...outage("a", 5), lastReason: "y" });
  unwritten.written(before);
  assertEquals(unwritten.outages, [{ ...recorded("a", 5), lastReason: "y" }]);
});

Deno.test("Unwritten.put() keeps an outage that has ended once more, and one in another part", () => {
  const unwritten = new Unwritten();
  unwritten.put(outage("a", 5));
  unwritten.written(unwritten.outages);
  const parts = [{ begin: at(5), end: null }];
  unwritten.put({ ...outage("a", 5), parts });
  assertEquals(unwritten.outages, [{ ...recorded("a", 5), parts }]);
  unwritten.written(unwritten.outages);
  unwritten.put(outage("a", 5, 9));
  assertEquals(unwritten.outages, [recorded("a", 5, 9)]);
});

Deno.test("Unwritten.markNotified() marks the outage, or the earlier one that it was joined with", () => {
  const unwritten = new Unwritten();
  unwritten.put(outage("a", 5));
  unwritten.put(outage("b", 5));
  unwritten.markNotified(outage("a", 4));
  // It may have begun later by the wall clock, which was set back before that of now.
  unwritten.markNotified(outage("b", 7));
  assertEquals(unwritten.outages.map(({ notified }) => notified), [false, false]);
  unwritten.markNotified(outage("a", 5));
  unwritten.join({ outage: outage("b", 5), later: outage("b", 7) });
  unwritten.markNotified(outage("b", 7));
  unwritten.markNotified(outage("c", 5));
  assertEquals(unwritten.outages, [recorded("a", 5, null, true), recorded("b", 5, null, true)]);
  unwritten.put({ ...outage("a", 5), lastReason: "y" });
  assertEquals(unwritten.outages[0]?.notified, true);
});

Deno.test("Unwritten.join() keeps one outage, notified where either was", () => {
  for (const told of [1, 5, 9]) {
    const unwritten = new Unwritten();
    unwritten.put(outage("a", 1));
    unwritten.put(outage("a", 5));
    if (told < 9) unwritten.markNotified({ ...outage("a", told) });
    unwritten.join({ outage: outage("a", 1), later: outage("a", 5) });
    assertEquals(unwritten.outages, [recorded("a", 1, null, told < 9)]);
    unwritten.written(unwritten.outages);
    unwritten.markNotified(outage("a", 5));
    assertEquals(unwritten.outages.length, 1);
  }
});

Deno.test("Unwritten.opened() puts what the file lacks, and returns what was not known", () => {
  const unwritten = new Unwritten();
  unwritten.put(outage("a", 1));
  unwritten.put(outage("b", 1, 2));
  unwritten.written(unwritten.outages);
  unwritten.put(outage("c", 1, 3));
  const foreign = recorded("d", 1, null, true);
  assertEquals(unwritten.opened([recorded("a", 1), recorded("c", 1), foreign]), [foreign]);
  assertEquals(unwritten.outages, [recorded("c", 1, 3), recorded("a", 1)]);
  assertEquals(unwritten.opened([foreign]), []);
});

Deno.test("Unwritten.put() drops the oldest outage that has ended and that the file does not hold", () => {
  const unwritten = new Unwritten();
  unwritten.opened([recorded("held", 1)]);
  unwritten.put(outage("ongoing", 1));
  unwritten.put(outage("held", 1, 2));
  for (let begin = 0; begin < 1000; begin++) unwritten.put(outage("a", begin, begin + 1));
  assertEquals([unwritten.outages.length, unwritten.dropped], [1000, 2]);
  const [first, second, third] = unwritten.outages;
  assertEquals([first, second, third], [
    recorded("ongoing", 1),
    recorded("held", 1, 2),
    recorded("a", 2, 3),
  ]);
});
