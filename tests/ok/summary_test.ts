import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { inFolder } from "../support/folder.ts";

const SUMMARY = new URL("summary.ts", import.meta.url).pathname;

/** Runs a file with 250 tests that pass, and one with the body. */
async function summaryOf(body: string): Promise<{ code: number; text: string }> {
  let found = { code: -1, text: "" };
  await inFolder(async (folder) => {
    const file = `${folder}/a_test.ts`;
    const passing = 'for (let i = 0; i < 250; i++) Deno.test("passes " + i, () => {});\n';
    await Deno.writeTextFile(file, `${passing}Deno.test("the last", () => {${body}});\n`);
    const { code, stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--allow-all", SUMMARY, "--no-check", file],
      env: { NO_COLOR: "1" },
    }).output();
    found = { code, text: new TextDecoder().decode(stdout) };
  });
  return found;
}

Deno.test("tests/ok/summary.ts prints dots and totals when every test passes", async () => {
  const { code, text } = await summaryOf("");
  assertEquals(code, 0);
  assertEquals(text.trim().replace(/\s*\(.*\)$/, "").split(/\s*\n\s*/), [
    "..",
    "ok | 251 passed | 0 failed",
  ]);
});

Deno.test("tests/ok/summary.ts prints the failure and its code when a test fails", async () => {
  const { code, text } = await summaryOf('throw new Error("broken here")');
  assert(code !== 0);
  for (const part of ["the last", "Error: broken here", "250 passed | 1 failed"]) {
    assertStringIncludes(text, part);
  }
  assert(text.split("\n").length < 24, text);
});
