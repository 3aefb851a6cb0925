import { assertEquals, assertThrows } from "@std/assert";
import { FAILURES } from "../../../../src/check/failure.ts";
import { recordOf, timeOf } from "../../../../src/watch/history/file/rows.ts";
import { HistoryError } from "../../../../src/watch/history/file/schema.ts";

Deno.test("recordOf() keeps each code of a failure, and gives other for one that it does not know", () => {
  for (const code of [...FAILURES, "of a newer version", null]) {
    const known = FAILURES.find((failure) => failure === code) ?? "other";
    const { firstFailure, lastFailure } = recordOf([1, "a", 5, null, "x", "y", code, "dns", null]);
    assertEquals([firstFailure, lastFailure], [known, "dns"]);
  }
});

Deno.test("timeOf() takes the times that a date can hold, and no other", () => {
  for (const ms of [-8.64e15, 0, 8.64e15]) assertEquals(timeOf(ms), ms);
  for (const value of [-8.64e15 - 1, 8.64e15 + 1, "5", null]) {
    assertThrows(() => timeOf(value), HistoryError);
  }
});
