import { assertEquals } from "@std/assert";
import { judgeAge } from "../../../src/probes/file/age.ts";
import { failure } from "../../support/outcome.ts";

for (
  const [age, expected] of [
    [-5.001, failure("file", "modified 5 s in the future")],
    [-5, "modified 0 s ago"],
    [0, "modified 0 s ago"],
    [3, "modified 3 s ago"],
    [10, "modified 10 s ago"],
    [10.5, failure("stalled", "not modified for 10 s")],
  ] as const
) {
  Deno.test(`judgeAge() judges a file when it was modified ${age} s ago and 10 s are allowed`, () => {
    const outcome = judgeAge(age, 10);
    assertEquals<unknown>(outcome.ok ? outcome.found : outcome, expected);
  });
}
