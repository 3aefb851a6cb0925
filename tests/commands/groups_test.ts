import { assertEquals, assertMatch } from "@std/assert";
import { refusedPort } from "../servers/misbehaving.ts";
import { neighbour } from "../servers/neighbour.ts";
import { helpFor } from "../../src/cli/usage.ts";
import { Program } from "../support/program.ts";

/** Endpoints that are ready only within the group `live`. */
function endpointsOf(url: string): string[] {
  return [
    `${url}#name=app&group=live&group=ready`,
    `tcp://127.0.0.1:${refusedPort()}#name=db&group=ready`,
  ];
}

for (
  const [groups, code, shown] of [
    [["live"], 0, ["app"]],
    [["ready"], 1, ["db", "app"]],
    [["live", "ready"], 1, ["db", "app"]],
    [[], 1, ["db", "app"]],
  ] as const
) {
  Deno.test(`check exits ${code} when --group is [${groups}]`, async () => {
    await using server = neighbour(200);
    const options = groups.flatMap((group) => ["--group", group]);
    await using program = new Program(["check", ...options, "5", ...endpointsOf(server.url)]);
    const { code: got, out, err } = await program.end();
    assertEquals([got, err], [code, ""]);
    assertEquals(out.slice(1).map((line) => line.split(/ +/)[1]), [...shown]);
  });
}

Deno.test("wait exits 0 when the group is ready and another is not", async () => {
  await using server = neighbour(503, 200);
  const args = ["wait", "--group=live", "--every", "0.05", "5", ...endpointsOf(server.url)];
  await using program = new Program(args);
  const { code, out } = await program.end();
  assertEquals([code, out.some((line) => line.includes("endpoint=db"))], [0, false]);
});

Deno.test("run starts the program when the group is ready and another is not", async () => {
  await using server = neighbour(200);
  const args = ["run", "--group", "live", "5", ...endpointsOf(server.url)];
  await using program = new Program([...args, "--", "sh", "-c", "exit 7"], {
    denoFlags: ["--allow-net", "--allow-run"],
  });
  assertEquals((await program.end()).code, 7);
});

Deno.test("check accepts progress when only an endpoint of another group has it", async () => {
  await using server = neighbour(200);
  const other = "http://127.0.0.1:1/#name=b&group=x&progress=c&busy=d&stall=9";
  const args = [other, `${server.url}#name=a&group=live`];
  await using program = new Program(["check", "--group", "live", "5", ...args]);
  assertEquals((await program.end()).code, 0);
});

const A = "http://a/#group=live&group=ready";
for (
  const [args, message] of [
    [
      ["check", "--group", "liev", "5", A],
      'cannot use --group: it must be live or ready, got "liev"; did you mean live?',
    ],
    [
      ["wait", "--group=live", "--group=nonsense", "5", A],
      'cannot use --group: it must be live or ready, got "nonsense"',
    ],
    [
      ["run", "--group=", "5", A, "--", "true"],
      "cannot use --group: it must be live or ready, got nothing",
    ],
    [
      ["check", "--group", "live", "5", "http://a/"],
      'cannot use --group: it must be a group of an endpoint, and none has one, got "live"',
    ],
    [
      ["check", "--group", "x", "5", "http://a/", "http://b/#group=x&progress=c&busy=d&stall=9"],
      'cannot use option progress of endpoint 2: the command must repeat its checks, as wait does, got "check"',
    ],
    [
      ["--group", "live", "8081", "5", A],
      'cannot use an option: it must be one that healthcheck has, got "--group"',
    ],
  ] as const
) {
  Deno.test(`main exits 2 with one line when given ${args.join(" ")}`, async () => {
    await using program = new Program(args);
    const { code, out, err } = await program.end();
    const hint = message.endsWith("?") ? "" : `; see ${helpFor(args)}`;
    assertEquals([code, out, err], [2, [], `healthcheck: ${message}${hint}\n`]);
  });
}

for (const command of [[], ["watch"]] as const) {
  Deno.test(`main logs a timeout longer than TIMEOUT once when it runs ${command[0] ?? "serve"}`, async () => {
    await using server = neighbour(200);
    const endpoints = [`${server.url}#name=slow&timeout=30`, `${server.url}#name=app`];
    await using program = new Program([...command, "0", "5", ...endpoints], {
      denoFlags: ["--allow-net", "--allow-env"],
    });
    const port = await program.port();
    await (await fetch(`http://127.0.0.1:${port}/all`)).body?.cancel();
    program.kill("SIGTERM");
    const long = (await program.rest()).filter((line) => line.includes("longer than TIMEOUT"));
    assertEquals(long.length, 1);
    assertMatch(long[0] ?? "", / info +timeouts longer than TIMEOUT longest=30 endpoints=slow$/);
  });
}
