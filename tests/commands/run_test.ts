import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { refusedPort } from "../servers/misbehaving.ts";
import { Program, sources, type StartOptions } from "../support/program.ts";
import { neighbour } from "../servers/neighbour.ts";

const FLAGS = ["--allow-net", "--allow-run", "--allow-env=HEALTHCHECK_WAIT_DISABLED"];

interface RunOptions extends StartOptions {
  /** The arguments before TIMEOUT. */
  options?: readonly string[];
}

/** Starts `run` with a script for `sh`. */
function runScript(
  url: string,
  script: string,
  { options = [], ...rest }: RunOptions = {},
): Program {
  const args = [
    "run",
    "--every",
    "0.05",
    ...options,
    "5",
    url,
    "--",
    "sh",
    "-c",
    script,
    "zero",
    "one",
  ];
  return new Program(args, { denoFlags: FLAGS, ...rest });
}

Deno.test("run starts the program with the same environment and streams when the endpoint is ready", async () => {
  await using server = neighbour(503, 503, 200);
  await using program = runScript(server.url, 'echo "$1 $HTTP_PROXY $(pwd)"; cat; echo oops >&2', {
    options: ["--quit", server.quit, "--quit", `${server.quit}?2`],
    env: { HTTP_PROXY: "http://127.0.0.1:9" },
    input: "from standard input\n",
  });
  const { code, out, err } = await program.end();
  assertEquals([code, out], [0, [
    `one http://127.0.0.1:9 ${Deno.cwd()}`,
    "from standard input",
  ]]);
  assertStringIncludes(err, "oops\n");
  assertEquals([server.requestTimesMs.length, server.quits], [3, ["POST", "POST"]]);
  assertStringIncludes(err, "quit sent");
});

for (
  const [how, script, status] of [
    ["fails", "exit 7", 7],
    ["dies by a signal", "kill -9 $$", 137],
    ["dies by SIGTERM", "kill -TERM $$", 143],
    ["dies by a real-time signal", "kill -35 $$", 163],
  ] as const
) {
  Deno.test(`run exits with the program's status and sends the quit when it ${how}`, async () => {
    await using server = neighbour(200);
    await using program = runScript(server.url, script, { options: ["--quit", server.quit] });
    assertEquals((await program.end()).code, status);
    assertEquals(server.quits, ["POST"]);
  });
}

Deno.test("run forwards every byte when the program prints megabytes", async () => {
  await using server = neighbour(200);
  await using program = runScript(server.url, "head -c 5000000 /dev/zero | tr '\\0' x");
  const { code, out } = await program.end();
  assertEquals([code, out.length, out[0]?.length], [0, 1, 5_000_000]);
});

for (
  const [command, status, reason] of [
    ["/no/such/program", 127, "not found"],
    ["no-such-program", 127, "not found: it is not in PATH"],
    ["/", 126, "not executable"],
  ] as const
) {
  Deno.test(`run exits ${status} and sends the quit when the program is ${command}`, async () => {
    await using server = neighbour(200);
    const args = ["run", "--quit", server.quit, "5", server.url, "--", command];
    await using program = new Program(args, { denoFlags: FLAGS });
    const { code, err } = await program.end();
    assertEquals([code, server.quits], [status, ["POST"]]);
    assertStringIncludes(err, reason);
  });
}

Deno.test("run exits 1 without the program and sends the quit when the endpoint is never ready", async () => {
  await using server = neighbour(503);
  await using program = runScript(server.url, "echo started", {
    options: ["--for", "0.3", "--quit", server.quit],
  });
  const { code, out, err } = await program.end();
  assertEquals([code, out, server.quits], [1, [], ["POST"]]);
  assertMatch(err, / error gave up attempts=.* missing="127\.0\.0\.1:\d+ \(status 503\)"\n/);
});

Deno.test("run starts the program and sends the quit when the wait runs out and is not fatal", async () => {
  await using server = neighbour(503);
  await using program = runScript(server.url, "echo started; exit 6", {
    options: ["--for", "0.3", "--timeout-fatal=false", "--quit", server.quit],
  });
  const { code, out, err } = await program.end();
  assertEquals([code, out, server.quits], [6, ["started"], ["POST"]]);
  assertMatch(err, / warn {2}gave up attempts=.* missing="127\.0\.0\.1:\d+ \(status 503\)"\n/);
  assertStringIncludes(err, " warn  starting all the same command=sh\n");
});

for (
  const [when, statuses, script, options, code, quits] of [
    ["the program exits 0", [200], "exit 0", [], 0, ["POST"]],
    ["the program fails", [200], "exit 7", [], 7, []],
    ["the program dies by a signal", [200], "kill -9 $$", [], 137, []],
    ["the wait runs out", [503], "exit 0", [], 1, []],
    [
      "the wait runs out, is not fatal, and the program exits 0",
      [503],
      "exit 0",
      ["--timeout-fatal=false"],
      0,
      ["POST"],
    ],
    [
      "the wait runs out, is not fatal, and the program fails",
      [503],
      "exit 7",
      ["--timeout-fatal=false"],
      7,
      [],
    ],
  ] as const
) {
  Deno.test(`run --quit-on success sends ${quits.length} quits when ${when}`, async () => {
    await using server = neighbour(...statuses);
    await using program = runScript(server.url, script, {
      options: ["--for", "0.3", ...options, "--quit-on", "success", "--quit", server.quit],
    });
    const end = await program.end();
    assertEquals([end.code, server.quits], [code, quits]);
    const logged = end.err.includes(`info  quit not sent status=${code}\n`);
    assertEquals(logged, quits.length === 0);
  });
}

Deno.test("run --quit-on success sends no quit when a signal comes while it waits", async () => {
  await using server = neighbour(503);
  await using program = runScript(server.url, "echo started", {
    options: ["--timeout-fatal=false", "--quit-on", "success", "--quit", server.quit],
  });
  await server.firstRequest;
  program.kill("SIGINT");
  const { code, out } = await program.end();
  assertEquals([code, out, server.quits], [130, [], []]);
});

Deno.test("run exits with the program's status when the quit fails", async () => {
  await using server = neighbour(200);
  const quit = `http://127.0.0.1:${refusedPort()}/quit`;
  await using program = runScript(server.url, "exit 3", { options: ["--quit", quit] });
  const { code, err } = await program.end();
  assertEquals(code, 3);
  assertStringIncludes(err, ` warn  quit failed url=${quit} reason="connection refused"`);
});

for (
  const [signal, status] of [
    ["SIGHUP", 129],
    ["SIGINT", 130],
    ["SIGQUIT", 131],
    ["SIGALRM", 142],
    ["SIGTERM", 143],
  ] as const
) {
  Deno.test(`run exits ${status} without the program when ${signal} comes while it waits`, async () => {
    await using server = neighbour(503);
    await using program = runScript(server.url, "echo started", {
      options: ["--for", "20", "--quit", server.quit],
    });
    await server.firstRequest;
    program.kill(signal);
    const { code, out, err } = await program.end();
    assertEquals([code, out, server.quits], [status, [], ["POST"]]);
    assertStringIncludes(err, `stopping signal=${signal}`);
  });
}

sources.test("run exits 143 without the program when SIGTERM comes before the first round", async () => {
  await using server = neighbour(200);
  const early = new URL("../support/preload/early_signal.ts", import.meta.url).pathname;
  await using program = runScript(server.url, "echo started", {
    options: ["--quit", server.quit],
    denoFlags: ["--allow-all", "--preload", early],
  });
  const { code, out } = await program.end();
  assertEquals([code, out, server.quits], [143, [], ["POST"]]);
});

const FORWARDED = [
  "SIGTERM",
  "SIGINT",
  "SIGHUP",
  "SIGQUIT",
  "SIGALRM",
  "SIGUSR1",
  "SIGUSR2",
] as const;

for (const signal of FORWARDED) {
  Deno.test(`run forwards ${signal} when the program runs`, async () => {
    await using server = neighbour(200);
    const name = signal.slice(3);
    const script = `trap 'echo got ${name}; exit 9' ${name}; echo up; while :; do sleep 0.05; done`;
    await using program = runScript(server.url, script);
    await program.line(/^up$/);
    const began = performance.now();
    program.kill(signal);
    await program.line(new RegExp(`^got ${name}$`));
    assertEquals((await program.end()).code, 9);
    // The grace is 25 s.
    assert(performance.now() - began < 20_000);
  });
}

Deno.test("run sends every attempt to quit when signals come meanwhile", async () => {
  await using server = neighbour(200);
  const signals: Deno.Signal[] = ["SIGTERM", "SIGINT", "SIGTERM"];
  await using refusing = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    () => {
      const signal = signals.shift();
      if (signal !== undefined) program.kill(signal);
      return new Response(null, { status: 503 });
    },
  );
  await using program = runScript(server.url, "exit 7", {
    options: ["--quit", `http://127.0.0.1:${refusing.addr.port}/`],
  });
  assertEquals((await program.end()).code, 7);
  assertEquals(signals, []);
});

Deno.test("run kills the program after the grace when it ignores SIGTERM", async () => {
  await using server = neighbour(200);
  const script = "trap '' TERM; echo up; while :; do sleep 0.05; done";
  await using program = runScript(server.url, script, {
    options: ["--grace", "0.3", "--quit", server.quit],
  });
  await program.line(/^up$/);
  const startMs = performance.now();
  program.kill("SIGTERM");
  const { code, err } = await program.end();
  assertEquals(code, 137);
  assertMatch(
    err,
    / info {2}signal passed on signal=SIGTERM\n.* warn {2}killed after grace=0\.3\n/,
  );
  assert(performance.now() - startMs >= 290);
  assertEquals(server.quits, ["POST"]);
});

Deno.test("run lets the program end by itself when --grace is longer than setTimeout holds", async () => {
  await using server = neighbour(200);
  const script = "trap 'sleep 0.2; exit 9' TERM; echo up; while :; do sleep 0.05; done";
  await using program = runScript(server.url, script, { options: ["--grace", "30d"] });
  await program.line(/^up$/);
  program.kill("SIGTERM");
  assertEquals((await program.end()).code, 9);
});

Deno.test("run starts the program at once and sends the quit when waiting is disabled", async () => {
  await using server = neighbour(503);
  await using program = runScript(server.url, "exit 4", {
    options: ["--quit", server.quit],
    env: { HEALTHCHECK_WAIT_DISABLED: "no mesh here" },
  });
  const { code, err } = await program.end();
  assertEquals([code, server.requestTimesMs, server.quits], [4, [], ["POST"]]);
  assertStringIncludes(err, 'wait disabled reason="no mesh here"');
});

Deno.test("run logs no warning when waiting is disabled and the quit fails", async () => {
  const quit = `http://127.0.0.1:${refusedPort()}/quit`;
  await using program = runScript("http://127.0.0.1:1/", "exit 4", {
    options: ["--quit", quit],
    env: { HEALTHCHECK_WAIT_DISABLED: "no mesh here" },
  });
  const { code, err } = await program.end();
  assertEquals(code, 4);
  assertStringIncludes(err, ` info  quit failed url=${quit} reason="connection refused"`);
});

Deno.test("run --quit-on success sends no quit when waiting is disabled and the program fails", async () => {
  await using server = neighbour(503);
  await using program = runScript(server.url, "exit 4", {
    options: ["--quit-on", "success", "--quit", server.quit],
    env: { HEALTHCHECK_WAIT_DISABLED: "no mesh here" },
  });
  assertEquals([(await program.end()).code, server.quits], [4, []]);
});

sources.test("run revokes the permission to start programs when the program runs", async () => {
  await using server = neighbour(200);
  const spy = new URL("../support/preload/permission_spy.ts", import.meta.url).pathname;
  await using program = runScript(
    server.url,
    "trap 'exit 0' USR1; echo up; while :; do sleep 0.05; done",
    {
      denoFlags: ["--allow-all", "--preload", spy],
    },
  );
  await program.line(/^up$/);
  program.kill("SIGUSR1");
  const [, granted] = await program.line(/^granted: (.*)$/);
  // The program must end first: killing `run` would leave it behind.
  assertEquals([granted, (await program.end()).code], ["net", 0]);
});

Deno.test("run passes the variables to the program when it has removed them for itself", async () => {
  await using server = neighbour(200);
  await using program = runScript(server.url, 'echo "$NODE_EXTRA_CA_CERTS"', {
    denoFlags: ["--allow-net", "--allow-run", "--allow-env=NODE_EXTRA_CA_CERTS"],
    env: { NODE_EXTRA_CA_CERTS: "/etc/own.pem" },
  });
  const { code, out } = await program.end();
  assertEquals([code, out], [0, ["/etc/own.pem"]]);
});
