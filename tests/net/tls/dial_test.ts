import { assertEquals, assertLess, assertRejects } from "@std/assert";
import { CheckFailure } from "../../../src/check/reason.ts";
import { Trace } from "../../../src/check/trace.ts";
import { dialTls, type DialTlsOptions, withDefaultAuthorities } from "../../../src/net/tls/dial.ts";
import { alertWith, listen, neverAnswer } from "../../servers/misbehaving.ts";
import { serveWithClientCertificates } from "../../servers/tls_server.ts";
import { fixture } from "../../support/outcome.ts";
import { runScript } from "../../support/script.ts";

const CLIENT = {
  cert: fixture("certificates/self_signed.pem"),
  key: fixture("certificates/self_signed.key"),
};

function optionsFor(port: number): DialTlsOptions {
  return {
    hostname: "localhost",
    port,
    protocol: "http/1.1",
    insecure: false,
    ca: [fixture("certificates/authority.pem")],
    lookUp: () => Promise.reject(new Error("no look-up")),
    signal: new AbortController().signal,
  };
}

/** Prints by how many KiB the heap grows while connections are refused. */
const REFUSED_DIALS = `
import { dialTls } from "./src/net/tls/dial.ts";
const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
const { port } = listener.addr;
listener.close();
const options = { hostname: "127.0.0.1", port, protocol: "http/1.1", insecure: false };
const heapAfter = async (dials) => {
  for (let i = 0; i < dials; i++) {
    const { signal } = new AbortController();
    const error = await dialTls({ ...options, signal }).catch((error) => error);
    if (error.code !== "ECONNREFUSED") throw error;
  }
  await new Promise((resolve) => setTimeout(resolve, 0));
  gc();
  return Deno.memoryUsage().heapUsed / 1024;
};
const before = await heapAfter(50);
console.log(await heapAfter(400) - before);
`;

Deno.test("dialTls() retains nothing when connections are refused", async () => {
  const grown = await runScript(REFUSED_DIALS, { denoFlags: ["--v8-flags=--expose-gc"] });
  // What Deno 2.9 never freed was 8 KiB each time.
  assertLess(Number(grown), 1024);
});

for (const version of ["TLSv1.2", "TLSv1.3"] as const) {
  Deno.test(`dialTls() presents the client certificate when ${version} asks for one`, async () => {
    await using server = await serveWithClientCertificates(version);
    const conn = await dialTls({ ...optionsFor(server.port), clientCertificate: CLIENT });
    await conn.write(new TextEncoder().encode("GET / HTTP/1.1\r\n\r\n"));
    const buffer = new Uint8Array(15);
    await conn.read(buffer);
    assertEquals(new TextDecoder().decode(buffer), "HTTP/1.1 200 OK");
    conn.close();
  });
}

Deno.test("dialTls() sends the request at once when the peer does not answer the handshake's end", async () => {
  const certificate = {
    cert: fixture("certificates/good.pem"),
    key: fixture("certificates/good.key"),
  };
  const local = { hostname: "127.0.0.1", port: 0 };
  await using server = Deno.serve(
    { ...local, ...certificate, onListen: () => {} },
    () => new Response(),
  );
  using listener = Deno.listen(local);
  const request = new TextEncoder().encode(`GET /${"a".repeat(1000)} HTTP/1.1\r\n\r\n`);
  const buffer = new Uint8Array(16_384);
  let shortestMs = Infinity;
  for (let i = 0; i < 5; i++) {
    const dialed = dialTls(optionsFor(listener.addr.port));
    const conn = await listener.accept();
    const upstream = await Deno.connect({ port: server.addr.port });
    await upstream.write(buffer.subarray(0, await conn.read(buffer) ?? 0));
    const answered = upstream.readable.pipeTo(conn.writable).catch(() => {});
    // Like a server in Go, this one has nothing to say after the client's Finished.
    const finished = await conn.read(buffer) ?? 0;
    const start = performance.now();
    const { write, close } = await dialed;
    const written = write(request);
    if (finished < request.length) await conn.read(buffer);
    shortestMs = Math.min(shortestMs, performance.now() - start);
    await written;
    close();
    upstream.close();
    await answered;
    await conn.readable.cancel().catch(() => {});
  }
  // Linux delays an acknowledgment for 40 ms, for which Nagle's algorithm would wait.
  assertLess(shortestMs, 35);
});

Deno.test("dialTls() verifies the server name when there is one", async () => {
  await using server = Deno.serve({
    hostname: "127.0.0.1",
    port: 0,
    cert: fixture("certificates/wrong_name.pem"),
    key: fixture("certificates/wrong_name.key"),
    onListen: () => {},
  }, () => new Response());
  const options = optionsFor(server.addr.port);
  const conn = await dialTls({ ...options, serverName: "elsewhere.example" });
  assertEquals(conn.certificate?.subject, "wrong_name");
  conn.close();
  for (const serverName of ["localhost", "127.0.0.1", "else.example"]) {
    const error = await assertRejects(() => dialTls({ ...options, serverName }), CheckFailure);
    assertEquals([error.failure, error.message, error.certificate?.subject], [
      "certificate",
      `certificate not valid for ${serverName}, only for elsewhere.example`,
      "wrong_name",
    ]);
  }
});

Deno.test("dialTls() closes the connection when it refuses the certificate", async () => {
  const listener = Deno.listenTls({ hostname: "127.0.0.1", port: 0, ...CLIENT });
  const serving = listener.accept();
  await assertRejects(() => dialTls(optionsFor(listener.addr.port)), CheckFailure);
  using conn = await serving;
  // What is left open would never end.
  const late = new Promise((resolve) => setTimeout(resolve, 5000, "open"));
  const read = await Promise.race([conn.read(new Uint8Array(1)).catch(() => null), late]);
  listener.close();
  assertEquals(read, null);
});

Deno.test("dialTls() verifies the server name when the certificate has odd names and a wildcard", async () => {
  await using server = Deno.serve({
    hostname: "127.0.0.1",
    port: 0,
    cert: fixture("certificates/quoted_name.pem"),
    key: fixture("certificates/quoted_name.key"),
    onListen: () => {},
  }, () => new Response());
  const options = {
    ...optionsFor(server.addr.port),
    ca: [fixture("certificates/odd_authority.pem")],
  };
  for (const serverName of ["a.app.example", "A.App.Example", "10.0.0.1", "fd00::5", "FD00:0::5"]) {
    const conn = await dialTls({ ...options, serverName });
    conn.close();
  }
  for (const serverName of ["app.example", "b.a.app.example", "localhost", "10.0.0.2"]) {
    const { message } = await assertRejects(
      () => dialTls({ ...options, serverName }),
      CheckFailure,
    );
    assertEquals(
      message,
      `certificate not valid for ${serverName}, only for *.app.example, 10.0.0.1, fd00::5`,
    );
  }
});

for (
  const [alert, reason] of [
    [
      40,
      "refused the handshake (no cipher in common, or it may want another client certificate)",
    ],
    [42, "the server does not trust the client certificate"],
    [45, "the server does not trust the client certificate"],
    [48, "the server does not trust the client certificate"],
  ] as const
) {
  Deno.test(`dialTls() throws "${reason}" when the alert is ${alert}`, async () => {
    await using server = listen(alertWith(alert));
    const dial = () => dialTls({ ...optionsFor(server.port), clientCertificate: CLIENT });
    const error = await assertRejects(dial, CheckFailure);
    assertEquals([error.failure, error.message], ["tls", reason]);
  });
}

Deno.test("dialTls() closes the connection when its signal aborts during the handshake", async () => {
  const stop = new AbortController();
  await using server = listen(async (conn) => {
    stop.abort();
    await conn.write(new TextEncoder().encode("no TLS"));
  });
  const dialed = dialTls({ ...optionsFor(server.port), signal: stop.signal });
  await assertRejects(() => dialed, Error, "aborted");
  await server.closed;
});

Deno.test("dialTls() returns a connection that stays open when another address was still tried", async () => {
  await using server = await serveWithClientCertificates("TLSv1.3");
  await using hanging = listen(neverAnswer, { hostname: "127.0.0.2", port: server.port });
  const trace = new Trace();
  const conn = await dialTls({
    ...optionsFor(server.port),
    hostname: "app",
    serverName: "localhost",
    clientCertificate: CLIENT,
    lookUp: () => Promise.resolve(["127.0.0.2", "127.0.0.1"]),
    trace,
  });
  await conn.write(new TextEncoder().encode("GET / HTTP/1.1\r\n\r\n"));
  const buffer = new Uint8Array(15);
  await conn.read(buffer);
  assertEquals(new TextDecoder().decode(buffer), "HTTP/1.1 200 OK");
  conn.close();
  assertEquals(hanging.taken(), 1);
  const phases = trace.end({ ok: true, status: 200, found: "" }, 0);
  const shown = phases.filter(({ phase }) => phase === "verify").map(({ shown }) => shown);
  assertEquals(shown.map((text) => text.endsWith(", not verified")), [false]);
});

Deno.test("withDefaultAuthorities() adds to the default ones, and leaves them when there are none to add", () => {
  assertEquals(withDefaultAuthorities([]), undefined);
  const [first, ...others] = (withDefaultAuthorities(["another"]) ?? []).toReversed();
  assertEquals(first, "another");
  assertLess(50, others.length);
});

Deno.test("dialTls() connects nowhere when its signal has aborted", async () => {
  await using server = listen(neverAnswer);
  const options = optionsFor(server.port);
  for (const hostname of ["localhost", "127.0.0.1"]) {
    const dialed = dialTls({ ...options, hostname, signal: AbortSignal.abort() });
    await assertRejects(() => dialed, DOMException, "aborted");
  }
  assertEquals(server.taken(), 0);
});
