import { assertEquals, assertLess, assertMatch, assertStringIncludes } from "@std/assert";
import {
  answer,
  head,
  hold,
  listen,
  neverAnswer,
  refusedPort,
  respondOk,
} from "./servers/misbehaving.ts";
import { NO_IPV6_LOOPBACK } from "./support/ipv6.ts";
import { Program } from "./support/program.ts";
import { sendRaw } from "./support/raw_request.ts";

const OK = answer(head("HTTP/1.1 200 OK"));

/** The path of a file in tests/support/. */
function support(name: string): string {
  return new URL(`./support/preload/${name}`, import.meta.url).pathname;
}

Deno.test("main answers /all and logs each change when an endpoint recovers", async () => {
  const port = refusedPort();
  await using program = new Program(["0", "5", `http://127.0.0.1:${port}/`, "--host", "127.0.0.1"]);
  const all = `http://127.0.0.1:${await program.port()}/all`;
  {
    const response = await fetch(all);
    assertEquals(response.status, 503);
    assertStringIncludes(await response.text(), "connection refused");
    await program.line(
      /warn +endpoint failing endpoint=\S+ failure=refused reason="connection refused"/,
    );
  }
  await using _server = listen(OK, { port });
  const response = await fetch(all);
  assertEquals(response.status, 200);
  assertEquals((await response.text()).split("\n")[0], "All: Ready 200");
  await program.line(/info +endpoint ok/);
});

Deno.test("main logs each name with its address, and no secret, when it starts", async () => {
  const endpoints = [
    "http://u:SECRET@a:1/x?SECRET#name=app&header=X:SECRET",
    "http+unix:///run/b%20c.sock:/",
  ];
  await using program = new Program(["0", "5", ...endpoints, "--host", "127.0.0.1"]);
  const [, logged] = await program.line(/info +listening .*endpoints="(.*)"$/);
  assertEquals(logged, "app=http://a:1/x /run/b%20c.sock:/=http+unix:///run/b%20c.sock:/");
});

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  Deno.test(`main answers the round in flight and exits 0 when it gets ${signal}`, async () => {
    const late = hold(respondOk);
    await using server = listen(late.behave);
    await using program = new Program(["0", "9", `http://127.0.0.1:${server.port}/`]);
    const port = await program.port();
    const idle = await Deno.connect({ hostname: "127.0.0.1", port });
    const response = fetch(`http://127.0.0.1:${port}/all`);
    await late.requested;
    program.kill(signal);
    await program.line(/stopping .*requests=1/);
    late.release();
    const { status, body } = await response;
    await body?.cancel();
    assertEquals([status, (await program.status).code], [200, 0]);
    idle.close();
  });

  Deno.test(`main exits 1 at once when it gets ${signal} a second time`, async () => {
    await using server = listen(neverAnswer);
    await using program = new Program(["0", "600", `http://127.0.0.1:${server.port}/`]);
    const response = fetch(`http://127.0.0.1:${await program.port()}/all`).catch(() => null);
    while (server.taken() === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    program.kill(signal);
    await program.line(/stopping/);
    // Within 250 ms, SIGINT is the same Ctrl+C.
    if (signal === "SIGINT") await new Promise((resolve) => setTimeout(resolve, 300));
    program.kill(signal);
    assertEquals((await program.status).code, 1);
    await (await response)?.body?.cancel();
  });
}

Deno.test("main exits 1 with one line when it cannot listen on the port or the address", async () => {
  await using server = listen(OK);
  for (
    const [host, port, reason] of [
      ["127.0.0.1", server.port, "address already in use"],
      ["192.0.2.1", 0, "not an address of this host"],
    ] as const
  ) {
    await using program = new Program(["--host", host, `${port}`, "5", "http://localhost/"]);
    assertEquals((await program.status).code, 1);
    const lines = await program.rest();
    assertEquals(lines.length, 1);
    assertStringIncludes(lines[0] ?? "", reason);
    assertEquals(await program.stderr, "");
  }
});

Deno.test("main exits 2 with the usage on standard error when there is no argument", async () => {
  await using program = new Program([]);
  const { code, out, err } = await program.end();
  assertEquals([code, out], [2, []]);
  assertMatch(err, /^Usage: healthcheck \[OPTIONS\] PORT TIMEOUT ENDPOINT\.\.\.\n/);
});

Deno.test("main prints what was probably meant last when an argument is a near miss", async () => {
  await using program = new Program(["checks", "5", "http://localhost/"]);
  assertMatch(
    await program.stderr,
    /^healthcheck: [^\n]* got "checks"; did you mean healthcheck check\?\n$/,
  );
  assertEquals((await program.status).code, 2);
});

Deno.test("main warns after the first line when PORT and TIMEOUT look swapped", async () => {
  await using program = new Program(["0", "8081", "http://localhost/", "--host", "127.0.0.1"]);
  await program.port();
  await program.line(/warn +unlikely PORT and TIMEOUT: did you swap them\? port=0 timeout=8081/);
});

Deno.test("main warns of swapped PORT and TIMEOUT when it cannot listen", async () => {
  await using server = listen(OK);
  const args = ["--host", "127.0.0.1", `${server.port}`, "70000", "http://localhost/"];
  await using program = new Program(args);
  await program.line(/error +cannot listen/);
  await program.line(/warn +unlikely PORT and TIMEOUT/);
  assertEquals((await program.status).code, 1);
});

Deno.test("main exits 2 with one line when an argument is wrong", async () => {
  await using program = new Program(["8081", "5x", "http://localhost/"]);
  assertEquals((await program.status).code, 2);
  assertMatch(
    await program.stderr,
    /^healthcheck: cannot use TIMEOUT: [^\n]*see healthcheck --help\n$/,
  );
  assertEquals(await program.rest(), []);
});

Deno.test("main names the help of the kind when an endpoint is wrong", async () => {
  await using program = new Program(["8081", "5", "http://localhost/#nonsense"]);
  assertEquals((await program.status).code, 2);
  assertMatch(await program.stderr, /; see healthcheck help endpoints http\n$/);
});

Deno.test("main keeps serving when a client hangs up during /all", async () => {
  const requested = Promise.withResolvers<void>();
  await using server = listen(async (conn) => {
    await conn.read(new Uint8Array(4096));
    requested.resolve();
  });
  await using program = new Program(["0", "0.5", `http://127.0.0.1:${server.port}/`]);
  const port = await program.port();
  const hangUp = new AbortController();
  const response = fetch(`http://127.0.0.1:${port}/all`, { signal: hangUp.signal }).catch(() =>
    null
  );
  await requested.promise;
  hangUp.abort();
  assertEquals(await response, null);
  await program.line(/endpoint failing .*timed out after 0.5 s/);
  assertEquals(await (await fetch(`http://127.0.0.1:${port}/self`)).text(), "Self: Ready 200\n");
});

Deno.test("main keeps only the network permission when it had all", async () => {
  await using program = new Program(["0", "5", "https://localhost/"], {
    denoFlags: ["--allow-all", "--preload", support("permission_spy.ts")],
  });
  await program.port();
  program.kill("SIGUSR1");
  const [, granted] = await program.line(/^granted: (.*)$/);
  assertEquals(granted, "net");
});

Deno.test("main uses no proxy when the environment names one", async () => {
  await using proxy = listen(answer(head("HTTP/1.1 200 OK")));
  await using server = listen(OK);
  const url = `http://127.0.0.1:${proxy.port}`;
  const names = [
    "HTTP_PROXY",
    "http_proxy",
    "HTTPS_PROXY",
    "https_proxy",
    "ALL_PROXY",
    "all_proxy",
  ];
  const endpoints = [
    `http://127.0.0.1:${server.port}/`,
    `http://localhost:${refusedPort()}/`,
    `https://localhost:${refusedPort()}/`,
  ];
  await using program = new Program(["0", "5", ...endpoints], {
    env: Object.fromEntries(names.map((name) => [name, url])),
  });
  const port = await program.port();
  const client = await Deno.connect({ hostname: "127.0.0.1", port });
  await client.write(new TextEncoder().encode("GET /all HTTP/1.0\r\n\r\n"));
  const text = await new Response(client.readable).text();
  assertMatch(text, /^HTTP\/1\.[01] 503 /);
  assertEquals(text.split("connection refused").length - 1, 2);
  assertEquals([proxy.taken(), server.taken()], [0, 1]);
});

Deno.test("main runs at most four checks of an endpoint when there are 200 requests", async () => {
  let open = 0;
  let mostOpen = 0;
  await using server = listen(async (conn) => {
    mostOpen = Math.max(mostOpen, ++open);
    await conn.read(new Uint8Array(4096));
    await new Promise((resolve) => setTimeout(resolve, 20));
    open--;
    await conn.write(new TextEncoder().encode(head("HTTP/1.1 200 OK")));
  });
  await using program = new Program(["0", "5", `http://127.0.0.1:${server.port}/`]);
  const all = `http://127.0.0.1:${await program.port()}/all`;
  const statuses = await Promise.all(Array.from({ length: 200 }, async () => {
    const response = await fetch(all);
    await response.body?.cancel();
    return response.status;
  }));
  assertEquals(statuses.every((status) => status === 200), true);
  assertLess(mostOpen, 5);
});

Deno.test("main accepts again when descriptors have run out", async () => {
  const late = hold(respondOk);
  await using server = listen(late.behave);
  await using program = new Program(["0", "60", `http://127.0.0.1:${server.port}/`], {
    descriptors: 64,
  });
  const port = await program.port();
  const answered = sendRaw(port, "GET /all HTTP/1.1\r\nHost: x");
  await late.requested;
  const idle: Deno.Conn[] = [];
  try {
    for (let i = 0; i < 60; i++) idle.push(await Deno.connect({ hostname: "127.0.0.1", port }));
  } catch {
    // It does not listen now.
  }
  await program.line(/error cannot accept reason="too many open files in the sidecar"/);
  await program.line(/info +listening again/);
  const self = await sendRaw(port, "GET /self HTTP/1.1\r\nHost: x");
  assertMatch(self, /^HTTP\/1.1 200 [^]*\r\n\r\nSelf: Ready 200\n$/);
  // The oldest idle connection is closed, the request that was in flight is answered.
  assertEquals(await idle[0]?.read(new Uint8Array(1)), null);
  late.release();
  assertMatch(await answered, /^HTTP\/1.1 200 /);
  for (const conn of idle) conn.close();
  program.kill("SIGTERM");
  assertEquals((await program.status).code, 0);
});

Deno.test("main checks a required endpoint when optional ones that hang took the descriptors", async () => {
  await using hanging = listen(neverAnswer);
  await using server = listen(OK);
  const optional = Array.from(
    { length: 60 },
    (_, i) => `http://127.0.0.1:${hanging.port}/#name=h${i}&optional&timeout=60s`,
  );
  await using program = new Program(
    ["0", "1", `http://127.0.0.1:${server.port}/#name=app`, ...optional],
    { descriptors: 64 },
  );
  const port = await program.port();
  using client = await Deno.connect({ hostname: "127.0.0.1", port });
  const get = async (path: string): Promise<string> => {
    await client.write(new TextEncoder().encode(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`));
    const buffer = new Uint8Array(4096);
    return new TextDecoder().decode(buffer.subarray(0, await client.read(buffer) ?? 0));
  };
  assertMatch(await get("/self"), /^HTTP\/1.1 200 /);
  const whole = sendRaw(port, "GET /all HTTP/1.1\r\nHost: x").catch(() => {});
  // Those that found no descriptor have tried again once.
  while (hanging.taken() < 20) await new Promise((resolve) => setTimeout(resolve, 100));
  for (let i = 0; i < 10; i++) assertMatch(await get("/all/app"), /^HTTP\/1.1 200 /);
  program.kill("SIGKILL");
  await whole;
});

Deno.test("main exits 1 when its port is taken after its listener has ended", async () => {
  await using program = new Program(["0", "5", "http://localhost/"], {
    denoFlags: ["--allow-net", "--preload", support("lost_port.ts")],
  });
  const port = await program.port();
  await program.line(/error cannot accept /);
  const [line] = await program.line(/error cannot listen .*/);
  assertMatch(
    line,
    /^error cannot listen address=(?:\[::\]|0\.0\.0\.0):\d+ reason="address already in use"$/,
  );
  assertStringIncludes(line, `:${port} `);
  assertEquals((await program.status).code, 1);
  assertEquals(await program.stderr, "");
});

Deno.test("main refuses a request when its Host would choose the route", async () => {
  const down = `http://127.0.0.1:${refusedPort()}/#name=down`;
  await using server = listen(OK);
  const app = `http://127.0.0.1:${server.port}/#name=app`;
  await using program = new Program(["0", "5", down, app]);
  const port = await program.port();
  for (
    const [head, status] of [
      ["GET /all HTTP/1.1\r\nHost: x", 503],
      ["GET /all HTTP/1.1\r\nHost: x/all?exclude=down&", 400],
      ["GET /all/app HTTP/1.1\r\nHost: [", 400],
      ["GET /all/app HTTP/1.1\r\nHost: [::1]:8081", 200],
      ["GET /all HTTP/1.0\r\nAccept: */*", 503],
      ["HEAD /all HTTP/1.1\r\nHost: x/", 400],
      ["GET http://x/all HTTP/1.1\r\nHost: y", 503],
      ["GET http://x/all?exclude=down HTTP/1.1\r\nHost: y", 200],
      ["GET http://x/all HTTP/1.1\r\nHost: y/all?exclude=down&", 400],
      ["GET http://[/all/app HTTP/1.1\r\nHost: y", 400],
      ["GET http://x?exclude=down HTTP/1.1\r\nHost: y", 404],
      ["GET /all#?exclude=down HTTP/1.1\r\nHost: x", 503],
      ["GET //x/all/app HTTP/1.1\r\nHost: x", 404],
    ] as const
  ) {
    const text = await sendRaw(port, head);
    assertMatch(text, new RegExp(`^HTTP/1\\.[01] ${status} `), head);
    assertMatch(text, /\r\ncache-control: no-store\r\n/i, head);
  }
  program.kill("SIGTERM");
  assertEquals(await program.stderr, "");
});

Deno.test("main answers 500 and logs one line when a handler throws", async () => {
  await using program = new Program(["--log-format", "json", "0", "5", "http://localhost/"], {
    denoFlags: ["--allow-net", "--preload", support("broken_memory.ts")],
  });
  const [, port] = await program.line(/"address":"[^"]*:(\d+)"/);
  const response = await fetch(`http://127.0.0.1:${port}/metrics`);
  assertEquals(response.status, 500);
  assertEquals(response.headers.get("cache-control"), "no-store");
  assertEquals(await response.text(), "Internal error: see the log\n");
  program.kill("SIGTERM");
  const { out, err } = await program.end();
  const events = out.map((line) => JSON.parse(line));
  assertEquals(events.map(({ event }) => event), ["internal error", "stopping", "stopped"]);
  assertEquals([events[0].level, events[0].reason], ["error", "no memory of it"]);
  assertEquals(err, "");
});

Deno.test("main answers over IPv6 and over IPv4 when it is given no --host", {
  ignore: NO_IPV6_LOOPBACK,
}, async () => {
  await using program = new Program(["0", "5", "http://localhost/"]);
  const port = await program.port();
  for (const host of ["[::1]", "127.0.0.1"]) {
    const response = await fetch(`http://${host}:${port}/self`);
    assertEquals([response.status, await response.text()], [200, "Self: Ready 200\n"]);
  }
});
