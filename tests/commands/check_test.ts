import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
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

Deno.test("check prints the phases below each line when given --verbose", async () => {
  await using server = neighbour(500);
  const refused = `tcp://127.0.0.1:${refusedPort()}#name=b`;
  const args = ["check", "--verbose", "5", `${server.url}?5ecret#name=a&json=5ecret:x`, refused];
  await using program = new Program(args);
  const { code, out } = await program.end();
  assertEquals([code, out.join().includes("5ecret")], [1, false]);
  const columns = out.map((line) => line.match(/^ *\d+\.\d ms {2}(.{7}) {2}\S/)?.[1]?.trim());
  assertEquals(columns.slice(-6, -2), ["connect", "send", "receive", "judge"]);
  assertMatch(out.at(-3) ?? "", /^ {6,}\d+\.\d ms {2}judge {4}status 500$/);
});

Deno.test("check prints the phases in json, and more than 8 KiB of text, when given --verbose", async () => {
  await using server = neighbour(...Array.from({ length: 80 }, () => 200));
  const url = (_: unknown, index: number): string => `${server.url}#name=${index}`;
  const urls = Array.from({ length: 40 }, url);
  await using json = new Program(["check", "--verbose", "--format", "json", "9", ...urls]);
  const { code, out: [document = ""] } = await json.end();
  assertEquals([code, mistakes("all", document)], [0, []]);
  const { phases } = JSON.parse(document).endpoints[39];
  assertEquals(phases.at(-1).shown, "status 200");
  await using text = new Program(["check", "--verbose", "9", ...urls]);
  const { out } = await text.end();
  assert(out.join("\n").length > 8 * 1024);
  assertEquals(out.filter((line) => line.includes(" judge ")).length, 40);
});

Deno.test("check reads an option progress when given --verbose", async () => {
  const endpoint = `http://127.0.0.1:${refusedPort()}/#progress=a&busy=b&stall=5`;
  await using program = new Program(["check", "--verbose", "5", endpoint]);
  const { code, out, err } = await program.end();
  assertEquals([code, err], [1, ""]);
  assertMatch(out[2] ?? "", / connect {2}127\.0\.0\.1:\d+: connection refused$/);
});

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
