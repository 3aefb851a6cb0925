import { assertEquals } from "@std/assert";
import { Unwritten } from "../../../src/watch/record/unwritten.ts";
import { outage, recorded } from "../../support/watch/history.ts";

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
