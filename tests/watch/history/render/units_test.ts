import { assertEquals } from "@std/assert";
import {
  availabilityOf,
  countsOf,
  lengthOf,
  outageLength,
  shownReason,
  timeOf,
} from "../../../../src/watch/history/render/units.ts";
import { at, outage } from "../../../support/watch/history.ts";

for (
  const [watched, down, expected] of [
    [0, 0, "not watched"],
    [0.001, 0, "100 %"],
    [0.001, 0.001, "0 %"],
    [10_000, 9901, "under 1 %"],
    [10_000, 9900, "1 %"],
    [10_000, 1001, "89 %"],
    [10_000, 1000, "90 %"],
    [10_000, 101, "98.9 %"],
    [10_000, 100, "99 %"],
    [10_000, 1, "99.99 %"],
    [10_000, 0.5, "99.99 %"],
  ] as const
) {
  Deno.test(`availabilityOf() returns ${expected} when ${down} s of ${watched} s were down`, () => {
    assertEquals(availabilityOf({ watched, down }), expected);
  });
}

Deno.test("outageLength() says how long it took when a second of it was not watched", () => {
  const lengths = [39.001, 39].map((down) =>
    outageLength({ ...outage("a", 0, 40), down, lasted: 40 })
  );
  assertEquals(lengths, ["39 s", "39 s of 40 s"]);
});

Deno.test("shownReason() says the last failure where it differs, and a code that says more", () => {
  const first = { ...outage("a", 0), firstFailure: "refused", firstReason: "x" } as const;
  const last = (lastFailure: "refused" | "status" | "other", lastReason: string): string =>
    shownReason({ ...first, lastFailure, lastReason });
  assertEquals(last("refused", "x"), "refused - x");
  assertEquals(last("refused", "y"), "refused - x, last y");
  assertEquals(last("other", "x"), "refused - x, last x");
  assertEquals(last("status", "status 503"), "refused - x, last status 503");
});

Deno.test("timeOf(), lengthOf() and countsOf() write times, lengths and codes", () => {
  assertEquals(timeOf(at(90.999)), "1970-01-01 00:01:30 UTC");
  assertEquals([0, 0.499, 0.5, 60].map(lengthOf), ["0 s", "under 1 s", "1 s", "1 min"]);
  const reasons = [
    { failure: "refused", reason: "x", count: 12 },
    { failure: "timeout", reason: "y", count: 3 },
  ] as const;
  assertEquals(countsOf(reasons), "refused (12), timeout (3)");
});
