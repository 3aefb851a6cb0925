import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { answer, head, hold, listen, respondOk } from "./servers/misbehaving.ts";
import { ROWS } from "./docs/life_cycle.ts";
import { Program } from "./support/program.ts";

/** With this, a delay of 600 s ends on SIGUSR1. */
const HELD = [
  "--allow-net",
  "--preload",
  new URL("./support/preload/held_delay.ts", import.meta.url).pathname,
];
const DELAY = ["--shutdown-delay", "10m"];
const FORMATS = ["text/plain", "application/json", "application/health+json", "text/html"];

async function get(port: number, path: string, accept = "*/*"): Promise<[number, string]> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    headers: { accept, connection: "close" },
  });
  return [response.status, await response.text()];
}

/** Describes what a client sees, in the words of the page. */
async function seen(port: number): Promise<string> {
  try {
    const [all, text] = await get(port, "/all");
    const [reason] = /connection refused|Shutting down/.exec(text) ?? [];
    const [self] = await get(port, "/self");
    return `\`/all\` ${[all, reason].join(" ").trim()}, \`/self\` ${self}`;
  } catch {
    return "no connection";
  }
}

Deno.test("docs/life-cycle.md has a row for every setup when it is read", () => {
  const setups = new Set(ROWS.map(({ phases: _, notices: __, ...setup }) => JSON.stringify(setup)));
  const advice = "give the table of docs/life-cycle.md one row for each of the eight setups";
  assertEquals([ROWS.length, setups.size], [8, 8], advice);
});

for (const { native, delayed, sleeps, phases, notices } of ROWS) {
  const setup = `${native ? "native" : "classic"}, ${delayed ? "with" : "without"} a delay and ${
    sleeps ? "with" : "without"
  } preStop.sleep`;
  Deno.test(`serve answers as docs/life-cycle.md says when the sidecar is ${setup}`, async () => {
    const application = listen(answer(head("HTTP/1.1 200 OK")));
    const args = ["0", "5", `http://127.0.0.1:${application.port}/`, "--host", "127.0.0.1"];
    await using program = new Program([...args, ...(delayed ? DELAY : [])], { denoFlags: HELD });
    const port = await program.port();
    const found = [sleeps ? await seen(port) : "-"];
    await application[Symbol.asyncDispose]();
    found.push(native ? await seen(port) : "-");
    program.kill("SIGTERM");
    if (delayed) await program.line(/info +shutting down signal=SIGTERM delay=600$/);
    found.push(delayed ? await seen(port) : "-");
    if (delayed) program.kill("SIGUSR1");
    await program.line(/info +stopping signal=SIGTERM requests=0$/);
    assertEquals((await program.status).code, 0);
    const advice = `write into the row "${setup}" of docs/life-cycle.md what clients saw`;
    assertEquals([...found, await seen(port)], phases, advice);
  });

  Deno.test(`watch notifies as docs/life-cycle.md says when the sidecar is ${setup}`, async () => {
    const options = delayed ? DELAY : [];
    const found = [await outageOf(native, options, false)];
    if (native) found.push(await outageOf(native, options, true));
    const words = found.map((isOutage) => isOutage ? "an outage" : "none");
    const advice = `write into the row "${setup}" of docs/life-cycle.md what was notified`;
    assertEquals(native ? `${words[0]}; with \`drain\` ${words[1]}` : words[0], notices, advice);
  });
}

/** Deletes a pod whose sidecar watches. Returns whether it opened an outage. */
async function outageOf(
  native: boolean,
  options: readonly string[],
  drains: boolean,
): Promise<boolean> {
  const application = listen(answer(head("HTTP/1.1 200 OK")));
  const url = `http://127.0.0.1:${application.port}/#name=app`;
  const args = ["watch", "--after", "1", "--every", "10ms", "--startup", "1ms", ...options];
  await using program = new Program([...args, "0", "5", url], { denoFlags: HELD });
  await program.port();
  await program.line(/endpoint ok/);
  if (drains) {
    program.kill("SIGUSR2");
    await program.line(/info +draining signal=SIGUSR2$/);
  }
  // A native sidecar gets its signal when the application has ended, a classic one beside it.
  if (!native) program.kill("SIGTERM");
  if (!native) await program.line(/shutting down|stopping/);
  await application[Symbol.asyncDispose]();
  let isOutage = false;
  if (native && !drains) isOutage = await program.line(/error +outage/) !== undefined;
  if (native) program.kill("SIGTERM");
  if (native) await program.line(/shutting down|stopping/);
  if (options.length > 0) program.kill("SIGUSR1");
  const { code, out } = await program.end();
  assertEquals(code, 0);
  return isOutage || out.some((line) => /\boutage\b/.test(line));
}

Deno.test("serve answers 503 in every format and checks nothing when it shuts down", async () => {
  await using server = listen(answer(head("HTTP/1.1 200 OK")));
  const args = [...DELAY, "0", "5", `http://127.0.0.1:${server.port}/#name=app`];
  await using program = new Program(args, { denoFlags: HELD });
  const port = await program.port();
  assertStringIncludes((await get(port, "/metrics"))[1], "\nhealthcheck_shutting_down 0\n");
  program.kill("SIGINT");
  await program.line(/shutting down signal=SIGINT/);
  for (const path of ["/all", "/all/app", "/all/nobody", "/all?exclude=app", "/all?format=xml"]) {
    for (const accept of FORMATS) {
      const [status, text] = await get(port, path, accept);
      assertEquals([status, /"?shutting down"?/i.test(text)], [503, true], text);
    }
  }
  const [status, page] = await get(port, "/?exclude=app&refresh=7", "text/html");
  assertEquals(status, 503);
  assertStringIncludes(page, '<meta http-equiv="refresh" content="7">');
  assertStringIncludes(page, 'refreshes every 7 s, <a href="?exclude=app">stop</a>');
  assertEquals((await get(port, "/"))[0], 404);
  assertEquals(await get(port, "/self"), [200, "Self: Ready 200\n"]);
  assertStringIncludes((await get(port, "/metrics"))[1], "\nhealthcheck_shutting_down 1\n");
  assertEquals(server.taken(), 0);
});

Deno.test("serve answers 503 when a round is in flight at the signal", async () => {
  const late = hold(respondOk);
  await using server = listen(late.behave);
  const args = [...DELAY, "0", "60", `http://127.0.0.1:${server.port}/`];
  await using program = new Program(args, { denoFlags: HELD });
  const response = get(await program.port(), "/all");
  await late.requested;
  program.kill("SIGTERM");
  await program.line(/shutting down/);
  late.release();
  assertEquals(await response, [503, "All: Shutting down\n"]);
});

Deno.test("serve exits 1 at once when a second signal comes during the delay", async () => {
  await using program = new Program([...DELAY, "0", "5", "tcp://127.0.0.1:1"]);
  await program.port();
  program.kill("SIGTERM");
  await program.line(/shutting down/);
  program.kill("SIGTERM");
  assertEquals((await program.status).code, 1);
});

Deno.test("serve shuts down at once when there is no delay, and waits when it is a second", async () => {
  await using program = new Program(["0", "5", "tcp://127.0.0.1:1"]);
  await program.port();
  program.kill("SIGTERM");
  const { code, out } = await program.end();
  assertEquals([code, out.filter((line) => line.includes("shutting down"))], [0, []]);
  await using delayed = new Program(["--shutdown-delay", "1s", "0", "5", "tcp://127.0.0.1:1"]);
  await delayed.port();
  delayed.kill("SIGTERM");
  await delayed.line(/shutting down signal=SIGTERM delay=1$/);
});

Deno.test("serve logs which signal cut the shutdown short when a second one comes", async () => {
  for (const [delay, before] of [[[], /stopping/], [DELAY, /shutting down/]] as const) {
    const late = hold(respondOk);
    await using server = listen(late.behave);
    const args = [...delay, "0", "60", `http://127.0.0.1:${server.port}/`];
    await using program = new Program(args);
    const port = await program.port();
    using client = await Deno.connect({ hostname: "127.0.0.1", port });
    await client.write(new TextEncoder().encode("GET /all HTTP/1.1\r\nHost: localhost\r\n\r\n"));
    await late.requested;
    program.kill("SIGTERM");
    await program.line(new RegExp(`${before.source} signal=SIGTERM`));
    program.kill("SIGINT");
    const { code, out } = await program.end();
    late.release();
    assertEquals([code, out.length], [1, 2], out.join("\n"));
    assertMatch(out[0] ?? "", / warn {2}cut short signal=SIGINT requests=1$/);
    assertMatch(out[1] ?? "", / info {2}stopped status=1$/);
  }
});

/** Asks for a round, and sends two SIGINT at least so far apart. Returns the program's exit status. */
async function interruptTwice(
  pauseMs: number,
): Promise<{ code: number; apartMs: number; out: string[] }> {
  const late = hold(respondOk);
  await using server = listen(late.behave);
  await using program = new Program(["0", "60", `http://127.0.0.1:${server.port}/`]);
  const response = get(await program.port(), "/all").catch(() => undefined);
  await late.requested;
  const startMs = performance.now();
  program.kill("SIGINT");
  await program.line(/stopping signal=SIGINT/);
  await new Promise((resolve) => setTimeout(resolve, pauseMs));
  program.kill("SIGINT");
  const apartMs = performance.now() - startMs;
  // The program takes the second signal long before that.
  if (pauseMs === 0) setTimeout(late.release, 100);
  const { code, out } = await program.end();
  late.release();
  await response;
  return { code, apartMs, out };
}

Deno.test("serve answers the request in flight and exits 0 when a second SIGINT follows within 250 ms", async () => {
  let result = await interruptTwice(0);
  // A busy machine may be late with the second.
  for (let tries = 1; result.apartMs > 150 && tries < 5; tries++) result = await interruptTwice(0);
  assertEquals([result.code, result.out.some((line) => /cut short/.test(line))], [0, false]);
});

Deno.test("serve exits 1 when a second SIGINT follows later", async () => {
  const { code, out } = await interruptTwice(300);
  assertEquals(code, 1);
  assert(out.some((line) => line.endsWith("cut short signal=SIGINT requests=1")), out.join("\n"));
});

for (
  const [signal, status] of [
    ["SIGHUP", 129],
    ["SIGQUIT", 131],
    ["SIGALRM", 142],
  ] as const
) {
  for (const command of [[], ["watch"]]) {
    Deno.test(`${command[0] ?? "serve"} names ${signal} and exits ${status} when it gets that`, async () => {
      await using program = new Program([...command, "0", "5", "tcp://127.0.0.1:1"]);
      await program.port();
      program.kill(signal);
      const { code, out } = await program.end();
      assertEquals(code, status);
      const cut = out.findIndex((line) => line.endsWith(`cut short signal=${signal} requests=0`));
      assertEquals(out.slice(cut + 1).map((line) => line.slice(25)), [
        `info  stopped status=${status}`,
      ]);
    });
  }
}

Deno.test("watch answers /health and /history with 503 and starts no round when it shuts down", async () => {
  await using server = listen(answer(head("HTTP/1.1 200 OK")));
  const folder = await Deno.makeTempDir();
  try {
    const history = `--history=${folder}/history.db`;
    const args = [...DELAY, history, "--every", "20ms", "0", "5", `tcp://127.0.0.1:${server.port}`];
    await using program = new Program(["watch", ...args], {
      denoFlags: [...HELD, "--allow-read", "--allow-write"],
    });
    const port = await program.port();
    await program.line(/endpoint ok/);
    assertEquals((await get(port, "/history"))[0], 200);
    program.kill("SIGTERM");
    await program.line(/shutting down/);
    assertEquals(await get(port, "/health"), [503, "All: Shutting down\n"]);
    assertEquals(await get(port, "/history"), [503, "Shutting down: the history is closed\n"]);
    program.kill("SIGUSR1");
    assertEquals((await program.end()).code, 0);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("watch goes on with /all and closes /health and the history when the pod drains", async () => {
  await using server = listen(answer(head("HTTP/1.1 200 OK")));
  const folder = await Deno.makeTempDir();
  try {
    const file = `${folder}/history.db`;
    const url = `http://127.0.0.1:${server.port}/#name=app`;
    const args = [`--history=${file}`, "--every", "20ms", "0", "5", url];
    await using program = new Program(["watch", ...args], {
      denoFlags: [...HELD, "--allow-read", "--allow-write"],
    });
    const port = await program.port();
    await program.line(/endpoint ok/);
    program.kill("SIGUSR2");
    await program.line(/draining/);
    assertEquals(await get(port, "/history"), [503, "Draining: the history is closed\n"]);
    for (const accept of FORMATS) {
      const [status, text] = await get(port, "/health", accept);
      assertEquals([status, /"?draining"?/i.test(text)], [503, true], text);
    }
    const taken = server.taken();
    assertEquals((await get(port, "/all"))[0], 200);
    assertEquals((await get(port, "/self"))[0], 200);
    assertStringIncludes((await get(port, "/metrics"))[1], "\nhealthcheck_shutting_down 1\n");
    // One more than before, or two if a round was running: then the schedule has stopped.
    assert(server.taken() - taken <= 2, `${server.taken() - taken} checks`);
    // A second signal is no news, and the next pod can write the history.
    program.kill("SIGUSR2");
    await using next = new Program(["watch", ...args], {
      denoFlags: [...HELD, "--allow-read", "--allow-write"],
    });
    const nextPort = await next.port();
    await next.line(/endpoint ok/);
    assertEquals((await get(nextPort, "/history"))[0], 200);
    program.kill("SIGTERM");
    const { code, out } = await program.end();
    assertEquals([code, out.filter((line) => /\b(?:outage|draining)\b/.test(line))], [0, []]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("watch exits 1 with a warning when no signal comes in an hour after it drained", async () => {
  await using program = new Program(["watch", "0", "5", "tcp://127.0.0.1:1"], { denoFlags: HELD });
  await program.port();
  program.kill("SIGUSR2");
  await program.line(/draining/);
  program.kill("SIGUSR1");
  await program.line(/warn +no signal to stop after draining drained=3600$/);
  assertEquals((await program.status).code, 1);
});

Deno.test("serve goes on when the pod drains", async () => {
  await using server = listen(answer(head("HTTP/1.1 200 OK")));
  await using program = new Program(["0", "5", `http://127.0.0.1:${server.port}/`]);
  const port = await program.port();
  program.kill("SIGUSR2");
  await program.line(/draining/);
  assertEquals((await get(port, "/all"))[0], 200);
  program.kill("SIGTERM");
  assertEquals((await program.status).code, 0);
});

for (const delay of [DELAY, []]) {
  const held = delay.length > 0;
  const setup = `${held ? "with" : "without"} a delay`;
  Deno.test(`watch opens no outage when a neighbour ends after the signal, ${setup}`, async () => {
    const late = hold((conn) => conn.closeWrite());
    await using server = listen(late.behave);
    const url = `http://127.0.0.1:${server.port}/#name=app`;
    const args = ["watch", "--after", "1", "--every", "10ms", "--startup", "1ms", ...delay];
    await using program = new Program([...args, "0", "20", url], { denoFlags: HELD });
    await program.port();
    await late.requested;
    program.kill("SIGTERM");
    await program.line(held ? /shutting down/ : /stopping/);
    late.release();
    if (held) program.kill("SIGUSR1");
    const { code, out } = await program.end();
    assertEquals([code, out.filter((line) => /\boutage\b/.test(line))], [0, []]);
  });
}
