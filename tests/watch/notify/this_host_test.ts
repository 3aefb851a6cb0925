import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { isRefused, NotConnected, postToThisHost } from "../../../src/watch/notify/this_host.ts";
import {
  answer,
  head,
  listen,
  neverAnswer,
  record,
  refusedPort,
} from "../../servers/misbehaving.ts";
import { listenersOf } from "../../net/listeners.ts";

const { signal: NEVER } = new AbortController();

function urlOf(port: number, user = ""): URL {
  return new URL(`http://${user}127.0.0.1:${port}/hook?a=b`);
}

for (
  const [status, expected] of [
    [199, true],
    [200, false],
    [299, false],
    [300, true],
    [428, true],
    [429, false],
    [499, true],
    [500, false],
  ] as const
) {
  Deno.test(`isRefused() is ${expected} when the status is ${status}`, () => {
    assertEquals(isRefused(status), expected);
  });
}

for (
  const [user, authorization] of [
    ["", null],
    ["me@", "Basic bWU6"],
    [":word@", "Basic OndvcmQ="],
  ] as const
) {
  Deno.test(`postToThisHost() sends the message and ${authorization} when the user info is "${user}"`, async () => {
    const requests: string[] = [];
    await using server = listen(record(requests));
    await postToThisHost(urlOf(server.port, user), '{"a":1}', NEVER);
    assertEquals(requests[0]?.split("\r\n"), [
      "POST /hook?a=b HTTP/1.1",
      `Host: 127.0.0.1:${server.port}`,
      "Content-Type: application/json",
      "Content-Length: 7",
      "Connection: close",
      ...(authorization === null ? [] : [`Authorization: ${authorization}`]),
      "",
      '{"a":1}',
    ]);
  });
}

Deno.test("postToThisHost() returns when to try again, and the word of a refusal alone", async () => {
  for (const [status, word] of [[404, "no_service"], [503, undefined]] as const) {
    const lines = [
      `HTTP/1.1 ${status} X`,
      "Retry-After: 7",
      "Content-Length: 10",
      "",
      "no_service",
    ];
    await using server = listen(answer(lines.join("\r\n")));
    const found = await postToThisHost(urlOf(server.port), "{}", NEVER);
    assertEquals([found.status, found.word], [status, word]);
    assertEquals([...found.headers], [["retry-after", "7"]]);
  }
});

Deno.test("postToThisHost() throws a NotConnected when nothing listens, and not when its signal aborts", async () => {
  const refused = postToThisHost(urlOf(refusedPort()), "{}", NEVER);
  await assertRejects(() => refused, NotConnected, "connection refused");
  const aborted = postToThisHost(urlOf(refusedPort()), "{}", AbortSignal.abort());
  assertEquals(await aborted.catch((error) => error instanceof NotConnected), false);
});

Deno.test("postToThisHost() closes the connection when its signal aborts", async () => {
  const stop = new AbortController();
  await using server = listen(async (conn) => {
    await conn.read(new Uint8Array(1));
    stop.abort();
    await neverAnswer(conn);
  });
  await assertRejects(() => postToThisHost(urlOf(server.port), "{}", stop.signal), Error);
  await server.closed;
});

Deno.test("postToThisHost() sends nothing and closes the connection when its signal aborts as it connects", async () => {
  await using server = listen(answer(head("HTTP/1.1 200 OK")));
  const stop = new AbortController();
  const { connect } = Deno;
  let conn: Deno.TcpConn | undefined;
  Deno.connect = (async (options: Deno.ConnectOptions) => {
    conn = await connect(options);
    stop.abort();
    return conn;
  }) as typeof connect;
  try {
    await assertRejects(() => postToThisHost(urlOf(server.port), "{}", stop.signal), Error);
  } finally {
    Deno.connect = connect;
  }
  assertThrows(() => conn?.close(), Deno.errors.BadResource);
});

Deno.test("postToThisHost() leaves no listener on its signal when it has ended", async () => {
  await using server = listen(answer(head("HTTP/1.1 200 OK")));
  await using broken = listen(answer("no HTTP"));
  const { signal } = new AbortController();
  const listeners = listenersOf(signal);
  assertEquals((await postToThisHost(urlOf(server.port), "{}", signal)).status, 200);
  await assertRejects(() => postToThisHost(urlOf(broken.port), "{}", signal), Error);
  assertEquals(listeners(), 0);
});
