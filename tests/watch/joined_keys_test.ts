import { assertEquals } from "@std/assert";
import { JoinedKeys } from "../../src/watch/joined_keys.ts";
import { outage } from "../support/watch/history.ts";

Deno.test("JoinedKeys.of() returns the key of the outage that it was joined with, also when that was joined later", () => {
  const keys = new JoinedKeys();
  const [first, second, third, other] = [1, 2, 3, 4].map((begin) => outage("a", begin));
  if (!first || !second || !third || !other) throw new Error("four outages are missing");
  keys.join({ outage: second, later: third });
  keys.join({ outage: first, later: second });
  const [own, ...joined] = [first, second, third].map((outage) => keys.of(outage));
  assertEquals(joined, [own, own]);
  assertEquals(keys.of(other), `${other.begin.getTime()} a`);
});

Deno.test("JoinedKeys.of() returns the outage's own key when an earlier pair is joined the other way round", () => {
  const keys = new JoinedKeys();
  const [a, b] = [outage("a", 1), outage("a", 2)];
  keys.join({ outage: a, later: b });
  keys.join({ outage: b, later: a });
  assertEquals([keys.of(a), keys.of(b)], [`${b.begin.getTime()} a`, `${b.begin.getTime()} a`]);
});
