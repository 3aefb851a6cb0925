import { assert, assertEquals, assertMatch } from "@std/assert";
import { runRound } from "../../src/check/check.ts";
import { Trace } from "../../src/check/trace.ts";
import { createLookUp } from "../../src/net/names/look_up.ts";
import { END_HEADERS, END_STREAM, field, frame, TYPE } from "../servers/http2_frames.ts";
import { answer, answerAndClose, head, listen, neverAnswer } from "../servers/misbehaving.ts";
import { refusedPort } from "../servers/misbehaving.ts";
import { MutualServer } from "../servers/tls_server.ts";
import { inFolder } from "../support/folder.ts";
import { type OutcomeOfOptions, targetsOf } from "../support/outcome.ts";

/** Stands in every place that may be secret. */
const SECRET = "5ecret";
const CERTIFICATES = new URL("../certificates/", import.meta.url).pathname;
const JSON_ANSWER = [
  "HTTP/1.1 200 OK",
  `Content-Type: application/json; x=${SECRET}`,
  "Content-Length: 10",
  `Set-Cookie: ${SECRET}`,
  "",
  `{"${SECRET}":`,
].join("\r\n");
const FROM = ", from 127.0.0.1:N";

/** Checks an ENDPOINT argument once; returns `phase: what it showed`, with N for each port above 1024. */
async function phasesOf(endpoint: string, options: OutcomeOfOptions = {}): Promise<string[]> {
  const createTrace = (): Trace => new Trace();
  const { results } = await runRound(await targetsOf(endpoint, { ...options, createTrace }));
  const phases = results[0]?.phases ?? [];
  const times = phases.map(({ ms }) => ms);
  assertEquals(times, times.toSorted((a, b) => a - b));
  assert(times.every((ms) => ms >= 0), String(times));
  const rows = phases.map(({ phase, shown }) => `${phase}: ${shown}`);
  assert(!rows.join().includes(SECRET), rows.join("\n"));
  return rows.map((row) => row.replaceAll(/:\d{4,5}\b/g, ":N"));
}

Deno.test("check() shows the phases over HTTP, and no secret, when it is traced", async () => {
  await using server = listen(answer(JSON_ANSWER));
  const url = `http://${SECRET}:${SECRET}@localhost:${server.port}/health?key=${SECRET}`;
  const fragment =
    `name=a&header=X-Key:${SECRET}&method=POST&body=${SECRET}&contains=${SECRET}-not`;
  assertEquals(await phasesOf(`${url}#${fragment}`), [
    "look up: localhost: 127.0.0.1, then ::1, by RFC 6761",
    `connect: 127.0.0.1:N${FROM}`,
    "send: POST /health, HTTP/1.1, 9 headers, a body of 6 bytes",
    "receive: 200, application/json, 10 of 10 bytes",
    "judge: text not found in 10 bytes (status 200)",
  ]);
});

Deno.test("check() shows a HEAD and a wrong status when it is traced", async () => {
  await using server = listen(answer(head("HTTP/1.1 503 No", "Content-Type: nonsense")));
  assertEquals((await phasesOf(`http://127.0.0.1:${server.port}/#method=HEAD`)).slice(1), [
    "send: HEAD /, HTTP/1.1, 4 headers, no body",
    "receive: 503, no body",
    "judge: status 503",
  ]);
});

for (
  const [what, text, last] of [
    ["it does not answer", "", /^receive: timed out after 0.3 s$/],
    [
      "the body hangs",
      JSON_ANSWER.slice(0, -3),
      /^receive: 200, application\/json, 7 of 10 bytes: /,
    ],
  ] as const
) {
  Deno.test(`check() shows the phase that failed last when it is traced and ${what}`, async () => {
    await using server = listen(text === "" ? neverAnswer : answer(text));
    const url = `http://127.0.0.1:${server.port}/`;
    assertMatch((await phasesOf(url, { timeout: 0.3 })).at(-1) ?? "", last);
  });
}

Deno.test("check() shows each address that it tried when it is traced", async () => {
  await using server = listen(answerAndClose(head("HTTP/1.1 200 OK")), { hostname: "127.0.0.2" });
  const files = { hosts: "127.0.0.1 app\n127.0.0.2 app", resolvConf: "" };
  const lookUp = createLookUp({ readFiles: () => files });
  const phases = await phasesOf(`tcp://app:${server.port}`, { lookUp });
  assertEquals(phases, [
    "look up: app: 127.0.0.1, 127.0.0.2, by /etc/hosts",
    "connect: 127.0.0.1:N: connection refused",
    `connect: 127.0.0.2:N${FROM}`,
    "judge: connected",
  ]);
  const refused = await phasesOf(`tcp://[::1]:${refusedPort()}`, { lookUp });
  assertMatch(refused.join(), /^connect: \[::1\]:N: (?:connection refused|no route to host)$/);
});

for (
  const [who, dns, by] of [
    ["DNS", ["10.0.0.1"], "10.96.0.10 or fd00::a as app.shop.svc."],
    ["the system", [], "the system's resolver"],
  ] as const
) {
  Deno.test(`check() shows that a name was looked up by ${who} when it is traced`, async () => {
    const resolvConf = "search shop.svc\nnameserver 10.96.0.10\nnameserver fd00::a # b\n";
    const lookUp = createLookUp({
      readFiles: () => ({ hosts: "", resolvConf }),
      dns: () => Promise.resolve([...dns]),
      system: () => Promise.resolve(["10.0.0.1"]),
    });
    const trace = new Trace();
    await lookUp("App", new AbortController().signal, trace);
    const [phase] = trace.end({ ok: true, status: null, found: "found" }, 0);
    assertEquals(phase?.shown, `app: 10.0.0.1, by ${by}`);
  });
}

Deno.test("check() shows the look-up last when it is traced and there is no such name", async () => {
  const system = (): Promise<string[]> => Promise.resolve([]);
  const phases = await phasesOf("grpc://nowhere:80", { lookUp: createLookUp({ system }) });
  assertEquals(phases, ["look up: nowhere: name not found"]);
});

Deno.test("check() shows the handshake and the certificate when it is traced", async () => {
  await using server = new MutualServer();
  const ca = `${CERTIFICATES}authority.pem`;
  const port = await server.listen();
  const [read, , tls, verify, send, receive] = await phasesOf(
    `https://127.0.0.1:${port}/#ca=${ca}`,
  );
  assertEquals(read, "read: files of TLS");
  assertMatch(tls ?? "", /^tls: TLSv1\.3 TLS_\w+$/);
  assertMatch(
    verify ?? "",
    /^verify: [\w., ]+, of "Test authority" in \S+authority\.pem, until 2126-10-28 \(/,
  );
  assertMatch(send ?? "", /^send: GET \/, HTTP\/1\.1, 4 headers, no body$/);
  assertEquals(receive, "receive: 200, 0 of 0 bytes");
  const untrusted = await phasesOf(`grpcs://127.0.0.1:${port}`);
  assertMatch(untrusted.at(-1) ?? "", /^verify: .*: issuer not trusted/);
  const insecure = await phasesOf(`grpcs://127.0.0.1:${port}#insecure`);
  assertMatch(insecure[2] ?? "", /^verify: .*, not verified$/);
  assertMatch(insecure.at(-1) ?? "", /^receive: not gRPC/);
});

Deno.test("check() shows the handshake last when it is traced and the server speaks no TLS", async () => {
  await using server = listen(answerAndClose("no TLS"));
  const phases = await phasesOf(`https://127.0.0.1:${server.port}/`);
  assertEquals(phases[0], `connect: 127.0.0.1:N${FROM}`);
  assertMatch(phases[1] ?? "", /^tls: ./);
  assertEquals(phases.length, 2);
});

Deno.test("check() shows the handshake last when it is traced and the server does not answer", async () => {
  await using server = listen(neverAnswer);
  assertEquals(await phasesOf(`https://127.0.0.1:${server.port}/`, { timeout: 0.3 }), [
    `connect: 127.0.0.1:N${FROM}`,
    "tls: timed out after 0.3 s",
  ]);
});

Deno.test("check() shows which handshake it gave up when it is traced and another address won", async () => {
  await using server = new MutualServer();
  const port = await server.listen();
  await using hanging = listen(neverAnswer, { hostname: "127.0.0.2", port });
  const hosts = "127.0.0.2 app\n127.0.0.1 app";
  const lookUp = createLookUp({ readFiles: () => ({ hosts, resolvConf: "" }) });
  const phases = await phasesOf(`https://app:${port}/#insecure`, { lookUp });
  assertEquals(hanging.taken(), 1);
  assertEquals(phases.slice(1, 3), [
    "connect: 127.0.0.2:N, from 127.0.0.1:N",
    "connect: 127.0.0.1:N, from 127.0.0.1:N",
  ]);
  assertEquals(phases.filter((row) => row.includes("given up")), ["tls: given up"]);
  assertEquals(phases.at(-1), "judge: status 200");
});

Deno.test("check() shows the phases of a talk over TCP, and no secret, when it is traced", async () => {
  await using server = listen(answerAndClose(`-ERR ${SECRET}`));
  const url = `tcp://127.0.0.1:${server.port}`;
  assertEquals((await phasesOf(`${url}#send=PING${SECRET}&expect=%2BPONG${SECRET}`)).slice(1), [
    "send: 10 bytes",
    "receive: 11 bytes, then the server closed",
    "judge: expected bytes not found in 11 bytes",
  ]);
  const [, , receive, judge] = await phasesOf(`${url}#send=${SECRET}`);
  assertEquals([receive, judge], ["receive: 1 byte, and perhaps more", "judge: answered"]);
});

Deno.test("check() shows the phases of gRPC, and no secret, when it is traced", async () => {
  const fields = [0x88, ...field("content-type", "application/grpc")];
  await using server = listen(answer(Uint8Array.from([
    ...frame(TYPE.SETTINGS, 0, 0),
    ...frame(TYPE.HEADERS, END_HEADERS, 1, fields),
    ...frame(TYPE.DATA, 0, 1, [0, 0, 0, 0, 2, 8, 2]),
    ...frame(TYPE.HEADERS, END_HEADERS | END_STREAM, 1, field("grpc-status", "0")),
  ])));
  const url = `grpc://127.0.0.1:${server.port}/shop#header=X-Key:${SECRET}`;
  assertEquals((await phasesOf(url)).slice(1), [
    "send: /grpc.health.v1.Health/Check, HTTP/2, 9 headers, 11 bytes",
    "receive: 200, 7 bytes",
    "judge: NOT_SERVING",
  ]);
});

Deno.test("check() shows the socket file when it is traced", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/app.sock`;
    for (const kind of ["http+unix", "grpc+unix"]) {
      const phases = await phasesOf(`${kind}://${path}`);
      assertEquals(phases, [`connect: ${path}: no such socket file`]);
    }
    const listener = Deno.listen({ transport: "unix", path });
    const served = listener.accept().then((conn) => answerAndClose(head("HTTP/1.1 204 No"))(conn));
    const phases = await phasesOf(`http+unix://${path}:/x?${SECRET}`);
    await served;
    listener.close();
    assertEquals(phases, [
      `connect: ${path}`,
      "send: GET /x, HTTP/1.1, 4 headers, no body",
      "receive: 204, 0 of 0 bytes",
      "judge: status 204",
    ]);
  });
});

Deno.test("check() shows the phases of a file, and no secret, when it is traced", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/mark`;
    await Deno.writeTextFile(path, SECRET);
    await Deno.utime(path, 0, 0);
    const look = `look: ${path}: modified 1970-01-01T00:00:00.000Z`;
    assertEquals(await phasesOf(`file://${path}#contains=${SECRET}-not`), [
      `${look}, 6 bytes read`,
      "judge: text not found in 6 bytes",
    ]);
    assertEquals(await phasesOf(`file://${path}`), [`${look}, not read`, "judge: exists"]);
    assertEquals(await phasesOf(`file://${path}.new`), [`look: ${path}.new: no such file`]);
  });
});

Deno.test("check() shows the reading last when it is traced and the file of a header is missing", async () => {
  for (const kind of ["http", "grpc"]) {
    const phases = await phasesOf(`${kind}://127.0.0.1:1#header-file=X-Key:/no/such`);
    assertEquals(phases, ["read: files of the request: cannot read /no/such: no such file"]);
  }
});

Deno.test("check() shows the values of progress, and that it does not judge them, when it is traced", async () => {
  const text = "tokens_total 12\nrunning 2\n";
  const lines = ["HTTP/1.1 200 OK", "Content-Type: text/plain", "Content-Length: 26", "", text];
  await using server = listen(answer(lines.join("\r\n")));
  const fragment = "progress=tokens_total&busy=running&stall=5";
  const phases = await phasesOf(`http://127.0.0.1:${server.port}/metrics#${fragment}`);
  assertEquals(phases.slice(2), [
    "receive: 200, text/plain, 26 of 26 bytes",
    "read: tokens_total is 12 while running is 2; not judged: that takes several checks, as serving, wait and watch make them",
    "judge: status 200",
  ]);
});

for (const [length, shown] of [[500, 500], [501, 500]] as const) {
  Deno.test(`Trace.end() shows ${shown} characters of a phase when it has ${length}`, () => {
    const trace = new Trace();
    trace.add("send", "x".repeat(length));
    const [phase] = trace.end({ ok: true, status: 200, found: "" }, 0);
    assertEquals(phase?.shown.length, shown);
  });
}
