import { assertEquals } from "@std/assert";
import { endedAt, lastPartOf } from "../../src/watch/outage.ts";
import { at, outage } from "../support/watch/history.ts";

Deno.test("endedAt() ends an outage at its begin when the wall clock was set back", () => {
  assertEquals(endedAt(outage("a", 5), at(9)), outage("a", 5, 9));
  assertEquals(endedAt(outage("a", 5), at(3)), outage("a", 5, 5));
});

Deno.test("endedAt() ends an outage as long after its begin as its parts lasted", () => {
  const parts = [
    { begin: at(100), end: at(110) },
    { begin: at(50), end: at(57) },
    { begin: at(900), end: null },
  ];
  const divided = { ...outage("a", 100), parts };
  const last = { begin: at(900), end: at(903) };
  assertEquals(endedAt(divided, at(903)), {
    ...outage("a", 100, 120),
    parts: [...parts.slice(0, -1), last],
  });
  assertEquals(endedAt(divided, at(1)).end, at(117));
  assertEquals(lastPartOf(divided), { begin: at(900), end: null });
});
