import { assertEquals, assertThrows } from "@std/assert";
import { startFailureOf } from "../../src/run/child.ts";

const NOT_IN_PATH = { status: 127, reason: "not found: it is not in PATH, or PATH is not set" };

Deno.test("startFailureOf() returns 127 when there is no PATH", () => {
  const error = assertThrows(() => new Deno.Command("foo", { clearEnv: true }).spawn(), Error);
  assertEquals(startFailureOf(error, "foo"), NOT_IN_PATH);
});

Deno.test("startFailureOf() does not mention PATH when the program is a path", () => {
  const error = assertThrows(() => new Deno.Command("/no/such/program").spawn(), Error);
  assertEquals(startFailureOf(error, "/no/such/program"), { status: 127, reason: "not found" });
});

for (
  const [what, program, reason] of [
    ["has an apostrophe", "/dev/null/it's: here", "Not a directory"],
    ["is too long", `/${"a".repeat(300)}`, "File name too long"],
  ] as const
) {
  Deno.test(`startFailureOf() returns 126 and the bare reason when the path ${what}`, () => {
    const error = assertThrows(() => new Deno.Command(program).spawn(), Error);
    assertEquals(startFailureOf(error, program), { status: 126, reason });
  });
}
