import { assert, assertEquals, assertMatch } from "@std/assert";
import { listen, neverAnswer, refusedPort } from "../servers/misbehaving.ts";
import { Program } from "../support/program.ts";
import { neighbour } from "../servers/neighbour.ts";

Deno.test("wait exits 0 with a line for each change when the endpoint is ready late", async () => {
  await using server = neighbour(503, 503, 500, 200);
  await using program = new Program(["wait", "--every", "0.05", "5", `${server.url}#name=a`]);
  const { code, out } = await program.end();
  assertEquals([code, server.requestTimesMs.length], [0, 4]);
  assertEquals(out.map((line) => line.replace(/^\S+ \w+ +/, "").replace(/\d\.\d$/, "N")), [
    'endpoint failing endpoint=a failure=status reason="status 503"',
    'endpoint failing endpoint=a failure=status reason="status 500"',
    "endpoint ok endpoint=a",
    out.at(-1)?.endsWith("seconds=0") ? "ready attempts=4 seconds=0" : "ready attempts=4 seconds=N",
  ]);
});

Deno.test("wait starts rounds a period apart when --every is given", async () => {
  await using server = neighbour(503, 503, 503, 200);
  // The first request may be late on a busy machine, but the fourth is never early.
  const startMs = performance.now();
  await using program = new Program(["wait", "--every", "0.2", "5", server.url]);
  assertEquals((await program.end()).code, 0);
  const lastMs = server.requestTimesMs[3] ?? 0;
  assert(lastMs - startMs >= 600, `${lastMs - startMs} ms`);
});

Deno.test("wait exits 1 with the last reasons when the time has passed", async () => {
  const startMs = performance.now();
  await using program = new Program(
    ["wait", "--for", "0.5s", "--every", "0.1", "5", `tcp://127.0.0.1:${refusedPort()}#name=a`],
  );
  const { code, out } = await program.end();
  assertEquals([code, out.length], [1, 2]);
  assertMatch(
    out[0] ?? "",
    /endpoint failing endpoint=a failure=refused reason="connection refused"$/,
  );
  assertMatch(
    out[1] ?? "",
    / error gave up attempts=\d seconds=0\.5 missing="a \(connection refused\)"$/,
  );
  assert(performance.now() - startMs < 5000);
});

Deno.test("wait aborts the running round when the time has passed", async () => {
  await using server = listen(neverAnswer);
  const startMs = performance.now();
  await using program = new Program(
    [
      "wait",
      "--for",
      "0.4",
      "30",
      `tcp://127.0.0.1:${server.port}`,
      `http://127.0.0.1:${server.port}/`,
    ],
  );
  const { code, out } = await program.end();
  assertEquals(code, 1);
  assert(out.some((line) => line.includes('reason="no answer within 0.4 s"')), out.join("\n"));
  assert(performance.now() - startMs < 10_000);
  await server.closed;
});

Deno.test("wait goes on when --for is longer than setTimeout holds", async () => {
  await using server = neighbour(503, 503, 200);
  const args = ["wait", "--for", "30d", "--every", "50ms", "30d", server.url];
  await using program = new Program(args);
  assertEquals([(await program.end()).code, server.requestTimesMs.length], [0, 3]);
});

for (
  const [signal, status] of [
    ["SIGTERM", 143],
    ["SIGINT", 130],
    ["SIGHUP", 129],
    ["SIGQUIT", 131],
    ["SIGUSR2", 140],
    ["SIGALRM", 142],
  ] as const
) {
  Deno.test(`wait exits ${status} at once with what is missing when it gets ${signal}`, async () => {
    await using program = new Program(["wait", "5", `tcp://127.0.0.1:${refusedPort()}#name=a`]);
    await program.line(/endpoint failing/);
    program.kill(signal);
    const { code, out } = await program.end();
    assertEquals([code, out.length], [status, 2]);
    assertMatch(out[0] ?? "", new RegExp(`stopping signal=${signal}$`));
    assertMatch(out[1] ?? "", /stopped attempts=1 .*missing="a \(connection refused\)"$/);
  });
}

Deno.test("wait exits 0 and logs the reason when it is disabled", async () => {
  await using program = new Program(["wait", "5", `tcp://127.0.0.1:${refusedPort()}`], {
    denoFlags: ["--allow-net", "--allow-env=HEALTHCHECK_WAIT_DISABLED"],
    env: { HEALTHCHECK_WAIT_DISABLED: "no mesh" },
  });
  const { code, out } = await program.end();
  assertEquals([code, out.length], [0, 1]);
  assertMatch(out[0] ?? "", /wait disabled reason="no mesh"$/);
});
