import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { refusedPort } from "../servers/misbehaving.ts";
import { inFolder } from "../support/folder.ts";
import { Program } from "../support/program.ts";
import { mistakes } from "../formats/schemas.ts";
import { neighbour } from "../servers/neighbour.ts";

Deno.test("check prints the report and exits 0 when every endpoint is ok", async () => {
  await using server = neighbour(200);
  await using program = new Program(["check", "5", `${server.url}#name=a`]);
  const { code, out, err } = await program.end();
  assertEquals([code, out[0], err], [0, "All: Ready 200", ""]);
  assertMatch(out[1] ?? "", /^ok {6}a {2}status 200 \(\d+ ms\)$/);
});

Deno.test("check exits 1 when an endpoint fails", async () => {
  await using program = new Program(["check", "5", `tcp://127.0.0.1:${refusedPort()}`]);
  const { code, out } = await program.end();
  assertEquals([code, out[0]], [1, "All: Health check failed"]);
  assertStringIncludes(out[1] ?? "", "connection refused");
});

Deno.test("check reads the files that its endpoints name", async () => {
  await using server = neighbour(200);
  await inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/token`, "SEKRET");
    const endpoints = ["token", "missing"].map((name) =>
      `${server.url}#name=${name}&header-file=Authorization:${folder}/${name}`
    );
    const denoFlags = ["--allow-net", "--allow-read"];
    await using program = new Program(["check", "5", ...endpoints], { denoFlags });
    const { code, out, err } = await program.end();
    assertEquals([code, err, out.length], [1, "", 3]);
    assertMatch(out[2] ?? "", /^ok {6}token {4}status 200 /);
    assertStringIncludes(out[1] ?? "", `cannot read ${folder}/missing: no such file`);
  });
});

for (const [format, schema] of [["json", "all"], ["health+json", "health"]] as const) {
  Deno.test(`check prints ${format} when --format says so`, async () => {
    await using server = neighbour(500);
    await using program = new Program(["check", "--format", format, "5", server.url]);
    const { code, out } = await program.end();
    assertEquals([code, out.length, mistakes(schema, out[0] ?? "")], [1, 1, []]);
  });
}

for (const [status, code] of [[200, 0], [500, 1]] as const) {
  Deno.test({
    name: `check exits ${code} with one line when it reports ${status} to a full device`,
    ignore: Deno.build.os !== "linux",
    fn: async () => {
      await using server = neighbour(status);
      const redirect = ">/dev/full";
      await using program = new Program(["check", "5", server.url], { redirect });
      const { code: got, err } = await program.end();
      assertEquals(got, code);
      assertMatch(err, /^healthcheck: cannot print: No space left on device[^\n]*\n$/);
    },
  });
}

Deno.test({
  name: "main exits 1 with one line when its help goes to a full device",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    await using program = new Program(["--help"], { redirect: ">/dev/full" });
    const { code, err } = await program.end();
    assertEquals(code, 1);
    assertMatch(err, /^healthcheck: cannot print: No space left on device[^\n]*\n$/);
  },
});

Deno.test({
  name: "check exits 0 without a word when both of its outputs are full devices",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    await using server = neighbour(200);
    const redirect = ">/dev/full 2>&1";
    await using program = new Program(["check", "5", server.url], { redirect });
    assertEquals((await program.end()).code, 0);
  },
});

for (
  const [args, message] of [
    [["check"], "cannot use TIMEOUT"],
    [
      ["check", "--format", "html", "5", "http://a"],
      "cannot use --format: it must be text or json or",
    ],
    [["check", "--every", "1", "5", "http://a"], "cannot use an option"],
    [["check", "8081", "5", "http://a"], "cannot use endpoint 1"],
    [["wait", "--for", "0", "5", "http://a"], "cannot use --for: it must be a duration"],
    [["wait", "--for", "3651d", "5", "http://a"], "cannot use --for: it must be a duration"],
    [["wait", "--every", "-1", "5", "http://a"], "cannot use"],
    [
      ["run", "5", "http://a"],
      "cannot use COMMAND: it must be a program to run, after --, got nothing",
    ],
    [["run", "5", "http://a", "--", ""], "cannot use COMMAND"],
    [["run", "5", "--", "true"], "cannot use ENDPOINT"],
    [
      ["run", "--quit", "tcp://a:1", "5", "http://a", "--", "true"],
      "cannot use --quit: it must be an http",
    ],
    [
      ["run", "--quit", "nonsense", "5", "http://a", "--", "true"],
      "cannot use --quit: it must be a URL",
    ],
  ] as const
) {
  Deno.test(`main exits 2 with one line when given ${args.join(" ")}`, async () => {
    await using program = new Program(args);
    const { code, out, err } = await program.end();
    assertEquals([code, out, err.split("\n").length], [2, [], 2]);
    assertStringIncludes(err, message);
  });
}
