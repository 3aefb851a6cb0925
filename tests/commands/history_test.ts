import { assertEquals, assertMatch } from "@std/assert";
import { Program } from "../support/program.ts";
import { withHistory } from "../support/watch/history.ts";

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
