import { assertEquals, assertMatch } from "@std/assert";
import { Program } from "../support/program.ts";
import { recorded, withHistory, write } from "../support/watch/history.ts";

Deno.test({
  name: "history exits 1 with one line when standard output is a full device",
  ignore: Deno.build.os !== "linux",
  fn: () =>
    withHistory(async (file, path) => {
      await file.open();
      await using program = new Program(["history", path], {
        denoFlags: ["--allow-read", "--allow-write"],
        redirect: ">/dev/full",
      });
      const { code, err } = await program.end();
      assertEquals(code, 1);
      assertMatch(err, /^healthcheck: cannot print: No space left on device[^\n]*\n$/);
    }),
});

Deno.test("history names the file once when it is missing", async () => {
  await using program = new Program(["history", "/no/such"]);
  const { code, err } = await program.end();
  assertEquals([code, err.split("/no/such").length - 1], [1, 1]);
});

Deno.test("history lists the newest 20 outages of an endpoint within 90 days, or as many as --limit says", async () => {
  await withHistory(async (file, path) => {
    await file.open();
    const now = Math.floor(Date.now() / 1000);
    const begins = Array.from({ length: 25 }, (_, day) => now - (89 - day) * 86_400);
    await write(file, begins.map((begin) => recorded("a", begin, begin + 1)));
    await file.close();
    for (const [args, listed, more] of [[[], 20, 5], [["--limit", "24"], 24, 1]] as const) {
      await using program = new Program(["history", ...args, path], {
        denoFlags: ["--allow-read"],
      });
      const { code, out } = await program.end();
      assertEquals([code, out.filter((line) => / UTC {2}/.test(line)).length], [0, listed]);
      assertEquals(out.at(-1), `  and ${more} before`);
    }
  });
});
