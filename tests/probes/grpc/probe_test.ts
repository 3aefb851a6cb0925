import { assertEquals, assertStringIncludes } from "@std/assert";
import type { Certificate } from "../../../src/check/certificate.ts";
import type { Outcome } from "../../../src/check/report.ts";
import {
  answer,
  answerAndClose,
  answerForEver,
  listen,
  neverAnswer,
  refusedPort,
} from "../../servers/misbehaving.ts";
import {
  type Bytes,
  END_HEADERS,
  END_STREAM,
  field,
  frame,
  TYPE,
} from "../../servers/http2_frames.ts";
import { inFolder } from "../../support/folder.ts";
import { startGrpcServers } from "../../servers/grpc_process.ts";
import { failure, fixture, outcomeOf, targetsOf } from "../../support/outcome.ts";

const SERVING: Outcome = { ok: true, status: null, found: "SERVING" };
const AUTHORITY = fixture("certificates/authority.pem");
const CERTIFICATE: Certificate = {
  expires: new Date("2126-10-28T00:43:26Z"),
  issuer: "Test authority",
  subject: "good",
};

/** Terminates TLS in front of a server: that of grpc-js fails its handshake on Deno 2.9.6. */
function terminateTls(
  port: number,
  certificate = "good",
): AsyncDisposable & { readonly port: number } {
  const listener = Deno.listenTls({
    hostname: "127.0.0.1",
    port: 0,
    cert: fixture(`certificates/${certificate}.pem`),
    key: fixture(`certificates/${certificate}.key`),
    alpnProtocols: ["h2"],
  });
  const pipes: Promise<unknown>[] = [];
  const accepting = (async (): Promise<void> => {
    for await (const front of listener) {
      const back = await Deno.connect({ hostname: "127.0.0.1", port });
      pipes.push(Promise.allSettled([
        front.readable.pipeTo(back.writable),
        back.readable.pipeTo(front.writable),
      ]));
    }
  })();
  return {
    port: listener.addr.port,
    async [Symbol.asyncDispose](): Promise<void> {
      listener.close();
      await accepting;
      await Promise.all(pipes);
    },
  };
}

/**
 * Starts a real gRPC server and calls `use` with its ports: plain, with TLS, and `bare` without the
 * health service, and with the path of its socket file.
 */
async function withGrpcServer(
  use: (ports: { plain: number; tls: number; bare: number; socket: string }) => Promise<void>,
): Promise<void> {
  await inFolder(async (folder) => {
    await using servers = await startGrpcServers(folder);
    const { plain, bare } = servers;
    await using front = terminateTls(plain);
    await use({ plain, tls: front.port, bare, socket: `${folder}/app.sock` });
  });
}

Deno.test("createGrpcProbe() returns the serving status when a real server responds", async () => {
  await withGrpcServer(async ({ plain, tls, bare, socket }) => {
    const outcomes: readonly [string, Outcome][] = [
      ["", SERVING],
      ["/", SERVING],
      ["/serving", SERVING],
      ["/not%20serving", failure("grpc", "NOT_SERVING")],
      ["/unknown", failure("grpc", "UNKNOWN")],
      ["/service%20unknown", failure("grpc", "SERVICE_UNKNOWN")],
      ["/nobody.knows.it", failure("grpc", "gRPC status 5: unknown service")],
      [`/${"long".repeat(1000)}`, failure("grpc", "gRPC status 5: unknown service")],
    ];
    const authorities = [AUTHORITY];
    for (const [path, expected] of outcomes) {
      assertEquals(await outcomeOf(`grpc://localhost:${plain}${path}`), expected);
      assertEquals(await outcomeOf(`grpc+unix://${socket}:${path || "/"}`), expected);
      assertEquals(
        await outcomeOf(`grpcs://localhost:${tls}${path}`, { authorities }),
        { ...expected, certificate: CERTIFICATE },
      );
    }
    assertEquals(
      await outcomeOf(`grpc://127.0.0.1:${bare}`),
      failure("grpc", "gRPC status 12: health checks are not implemented"),
    );
    assertEquals(await outcomeOf(`grpcs://127.0.0.1:${tls}#insecure`), {
      ...SERVING,
      certificate: CERTIFICATE,
    });
    assertEquals(await outcomeOf(`grpcs://127.0.0.1:${tls}`), {
      ...failure(
        "certificate",
        "issuer not trusted (Test authority), or an intermediate is missing: ca= or --ca-file adds one",
      ),
      certificate: CERTIFICATE,
    });
    await using expired = terminateTls(plain, "expired");
    const url = `grpcs://127.0.0.1:${expired.port}#expires=1d`;
    const days = Math.floor((Date.now() - Date.parse("2020-01-02")) / 86_400_000);
    const outcome = await outcomeOf(`${url}&insecure`);
    assertEquals([outcome.ok, outcome.ok && outcome.warning], [
      true,
      `certificate expired ${days} d ago`,
    ]);
    assertEquals((await outcomeOf(url, { authorities })).ok, false);
  });
});

Deno.test("createGrpcProbe() returns the reason when the server speaks HTTP/2 but not gRPC", async () => {
  const found = { status: 200 };
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    () => new Response("x".repeat(10_000), found),
  );
  const url = `grpc://127.0.0.1:${server.addr.port}`;
  assertEquals(await outcomeOf(url), failure("protocol", "not gRPC: another content type"));
  found.status = 418;
  assertEquals(await outcomeOf(url), failure("protocol", "not gRPC: HTTP status 418"));
});

Deno.test("createGrpcProbe() returns the reason when the server has no HTTP/2 over TLS", async () => {
  await using server = Deno.listenTls({
    hostname: "127.0.0.1",
    port: 0,
    cert: fixture("certificates/good.pem"),
    key: fixture("certificates/good.key"),
    alpnProtocols: ["http/1.1"],
  });
  const accepted = server.accept().then(async (conn) => {
    await conn.handshake().catch(() => {});
    conn.close();
  });
  const outcome = await outcomeOf(`grpcs://127.0.0.1:${server.addr.port}#insecure`);
  assertEquals(outcome, failure("tls", "refused the handshake: no protocol in common"));
  await accepted;
});

const SETTINGS = frame(TYPE.SETTINGS, 0, 0);
const HEAD_FIELDS = [0x88, ...field("content-type", "application/grpc")];
const HEAD = frame(TYPE.HEADERS, END_HEADERS, 1, HEAD_FIELDS);
const IS_SERVING = message(0x08, 1);

/** A whole gRPC message in one DATA frame. */
function message(...bytes: Bytes): Bytes {
  return frame(TYPE.DATA, 0, 1, [0, 0, 0, 0, bytes.length, ...bytes]);
}

/** Trailers with this value of `grpc-status`. */
function trailers(status: string): Bytes {
  return frame(TYPE.HEADERS, END_HEADERS | END_STREAM, 1, field("grpc-status", status));
}

/** Sends the settings and these frames in one write, and keeps the connection open. */
function frames(...received: readonly Bytes[]): ReturnType<typeof answer> {
  return answer(Uint8Array.from([SETTINGS, ...received].flat()));
}

const ANSWERS: readonly [string, Parameters<typeof listen>[0], Outcome][] = [
  [
    "the server speaks HTTP/1",
    answer("HTTP/1.1 400 Bad Request\r\n\r\n"),
    failure("protocol", "not gRPC: not HTTP/2"),
  ],
  ["the server closes", answerAndClose(""), failure("reset", "connection closed before an answer")],
  [
    "the server closes after its settings",
    answerAndClose("\0\0\0\x04\0\0\0\0\0"),
    failure("reset", "connection closed in the middle of the answer"),
  ],
  [
    "the server resets the stream",
    frames(frame(TYPE.RST_STREAM, 0, 1, [0, 0, 0, 7])),
    failure("reset", "stream reset with HTTP/2 error 7"),
  ],
  [
    "the server goes away",
    frames(frame(TYPE.GOAWAY, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1])),
    failure("reset", "server is going away"),
  ],
  [
    "the fields use a table that was not allowed",
    frames(frame(TYPE.HEADERS, END_HEADERS, 1, [0x80 | 62])),
    failure("protocol", "not gRPC: not HTTP/2"),
  ],
  ["the server is serving", frames(HEAD, IS_SERVING, trailers("0")), SERVING],
  ["the status has a leading zero", frames(HEAD, IS_SERVING, trailers("00")), SERVING],
  [
    "the status is an error after SERVING",
    frames(HEAD, IS_SERVING, trailers("14")),
    failure("grpc", "gRPC status 14: unavailable"),
  ],
  [
    "the status is not known",
    frames(HEAD, IS_SERVING, trailers("99")),
    failure("grpc", "gRPC status 99"),
  ],
  [
    "the status is in a head without a body",
    frames(
      frame(TYPE.HEADERS, END_HEADERS | END_STREAM, 1, [
        ...HEAD_FIELDS,
        ...field("grpc-status", "12"),
      ]),
    ),
    failure("grpc", "gRPC status 12: health checks are not implemented"),
  ],
  [
    "the head says 0 and there is no body",
    frames(
      frame(TYPE.HEADERS, END_HEADERS | END_STREAM, 1, [
        ...HEAD_FIELDS,
        ...field("grpc-status", "0"),
      ]),
    ),
    failure("protocol", "not gRPC: bad message"),
  ],
  [
    "the status is in the head and there are no trailers",
    frames(
      frame(TYPE.HEADERS, END_HEADERS, 1, [...HEAD_FIELDS, ...field("grpc-status", "0")]),
      frame(TYPE.DATA, END_STREAM, 1, IS_SERVING.slice(9)),
    ),
    failure("protocol", "not gRPC: no gRPC status"),
  ],
  [
    "the status is in the head and not in the trailers",
    frames(
      frame(TYPE.HEADERS, END_HEADERS, 1, [...HEAD_FIELDS, ...field("grpc-status", "0")]),
      IS_SERVING,
      frame(TYPE.HEADERS, END_HEADERS | END_STREAM, 1, field("a", "b")),
    ),
    failure("protocol", "not gRPC: no gRPC status"),
  ],
  [
    "the message comes before the head",
    frames(IS_SERVING, HEAD, trailers("0")),
    failure("protocol", "not gRPC: not HTTP/2"),
  ],
  [
    "the message has the field number 0",
    frames(HEAD, message(0x00, 0x00, 0x08, 1), trailers("0")),
    failure("protocol", "not gRPC: bad message"),
  ],
  [
    "settings never end",
    answerForEver("", "\0\0\0\x04\x01\0\0\0\0".repeat(1000)),
    failure("protocol", "answer is over 60 KiB"),
  ],
];
for (const [when, behaviour, expected] of ANSWERS) {
  Deno.test(`createGrpcProbe() judges the response when ${when}`, async () => {
    await using server = listen(behaviour);
    assertEquals(await outcomeOf(`grpc://127.0.0.1:${server.port}`), expected);
  });
}

for (
  const [timeout, value] of [
    ["0.1ms", "1m"],
    ["2.5", "2500m"],
    ["1d", "86400000m"],
    ["99999.999", "99999999m"],
    ["100000", "1667M"],
    ["3650d", "5256000M"],
  ] as const
) {
  Deno.test(`grpc createProbe() sends a grpc-timeout of ${value} when the timeout is ${timeout}`, async () => {
    const sent = Promise.withResolvers<string>();
    await using server = listen(async (conn) => {
      const request = new Uint8Array(4096);
      const length = await conn.read(request) ?? 0;
      sent.resolve(new TextDecoder("latin1").decode(request.subarray(0, length)));
      conn.close();
    });
    const targets = await targetsOf(`grpc://127.0.0.1:${server.port}#timeout=${timeout}`);
    // Not as a check: its timeout may end before it has sent anything.
    for (const { probe } of targets) await probe(new AbortController().signal);
    assertEquals(/grpc-timeout[^\d](\d+\w)/.exec(await sent.promise)?.[1], value);
  });
}

for (
  const status of ["", " 0", "+0", "-1", "0x0", "0\nok      forged", "9".repeat(100), "SERVING"]
) {
  Deno.test(`createGrpcProbe() fails when the status is ${JSON.stringify(status)}`, async () => {
    await using server = listen(frames(HEAD, IS_SERVING, trailers(status)));
    const outcome = await outcomeOf(`grpc://127.0.0.1:${server.port}`);
    assertEquals(outcome, failure("protocol", "not gRPC: bad gRPC status"));
  });
}

for (
  const [when, behaviour] of [
    ["says nothing", neverAnswer],
    ["sends its settings and no more", frames()],
  ] as const
) {
  Deno.test(`createGrpcProbe() closes at the timeout when the server ${when}`, async () => {
    await using server = listen(behaviour);
    const outcome = await outcomeOf(`grpc://127.0.0.1:${server.port}`, { timeout: 0.3 });
    assertEquals(outcome, failure("timeout", "timed out after 0.3 s"));
    await server.closed;
  });
}

for (
  const [code, meaning] of [
    [4, "deadline exceeded"],
    [5, "unknown service"],
    [7, "permission denied"],
    [8, "resource exhausted"],
    [12, "health checks are not implemented"],
    [13, "internal error"],
    [16, "unauthenticated"],
  ] as const
) {
  Deno.test(`createGrpcProbe() says ${meaning} when the gRPC status is ${code}`, async () => {
    await using server = listen(frames(HEAD, IS_SERVING, trailers(`${code}`)));
    const outcome = await outcomeOf(`grpc://127.0.0.1:${server.port}`);
    assertEquals(outcome, failure("grpc", `gRPC status ${code}: ${meaning}`));
  });
}

Deno.test("createGrpcProbe() returns the reason when nothing listens", async () => {
  const outcome = await outcomeOf(`grpc://127.0.0.1:${refusedPort()}`);
  assertEquals(outcome, failure("refused", "connection refused"));
});

Deno.test("createGrpcProbe() sends metadata in lower case when headers are given, also from a file", async () => {
  await inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/token`, " \tBearer x\t \n");
    const sent = Promise.withResolvers<string>();
    await using server = listen(async (conn) => {
      const request = new Uint8Array(4096);
      const length = await conn.read(request) ?? 0;
      sent.resolve(new TextDecoder("latin1").decode(request.subarray(0, length)));
      conn.close();
    });
    const options =
      `header=X-Tenant:a&header=User-Agent:b&header-file=Authorization:${folder}/token`;
    await outcomeOf(`grpc://127.0.0.1:${server.port}#${options}`);
    // A literal field: its length stands before name and value (RFC 7541, section 6.2.2).
    assertStringIncludes(await sent.promise, "\x08x-tenant\x01a");
    assertEquals((await sent.promise).match(/user-agent../g), ["user-agent\x01b"]);
    assertStringIncludes(await sent.promise, "\x0dauthorization\x08Bearer x");
  });
});

Deno.test("createGrpcProbe() splits its field block when metadata does not fit into one frame", async () => {
  await inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/token`, "a".repeat(40_000));
    const types: number[] = [];
    const whole = Promise.withResolvers<void>();
    await using server = listen(async (conn) => {
      let bytes: number[] = [];
      const buffer = new Uint8Array(4096);
      for (let at = 24; types.at(-1) !== 0;) {
        const count = await conn.read(buffer);
        if (count === null) break;
        bytes = [...bytes, ...buffer.subarray(0, count)];
        for (;;) {
          const [high = 0, middle = 0, low = 0, type] = bytes.slice(at, at + 9);
          if (type === undefined || bytes.length < at + 9) break;
          types.push(type);
          at += 9 + high * 65_536 + middle * 256 + low;
        }
      }
      whole.resolve();
      conn.close();
    });
    await outcomeOf(`grpc://127.0.0.1:${server.port}#header-file=X:${folder}/token`);
    await whole.promise;
    // SETTINGS, HEADERS, two of CONTINUATION, DATA.
    assertEquals(types, [4, 1, 9, 9, 0]);
  });
});
