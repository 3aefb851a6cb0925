import { assertEquals } from "@std/assert";
import { subjectOf } from "../../bench/support/subject.ts";

Deno.test("subjectOf() returns the paths of the binaries when they are names without a slash", async () => {
  const { words, empty } = await subjectOf({
    binary: "main.ts",
    emptyBinary: "deno.json",
    bundle: false,
  });
  const folder = new URL("../../", import.meta.url).pathname;
  assertEquals([words, empty], [[`${folder}main.ts`], [`${folder}deno.json`]]);
});
