import { assertEquals } from "@std/assert";
import { type Part, runParts } from "./parts.ts";

const PASSES: Part = ["passes", ["eval", ""]];
const FAILS: Part = ["fails", ["eval", "Deno.exit(3)"]];

/** Runs the parts. Returns the exit status, and the times without their numbers. */
async function ran(...parts: Part[]): Promise<[number, string]> {
  const { code, times } = await runParts(parts);
  return [code, times.replaceAll(/\b\d+\.\d s\b/g, "N")];
}

Deno.test("runParts() says how long each part took when all pass", async () => {
  assertEquals(await ran(PASSES, PASSES), [0, "passes N, passes N"]);
});

Deno.test("runParts() runs no further part and returns its status when a part fails", async () => {
  assertEquals(await ran(PASSES, FAILS, PASSES), [3, "passes N, fails N (failed)"]);
});
