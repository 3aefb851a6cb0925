import { assert, assertEquals } from "@std/assert";
import { NoticeQueue } from "../../../src/watch/notify/queue.ts";
import { isConfidential, post, type Sent } from "../../../src/watch/notify/webhook.ts";
import { answer, answerAndClose, listen, refusedPort } from "../../servers/misbehaving.ts";
import { fixture } from "../../support/outcome.ts";

/** A queue whose attempts have these results in turn; the last repeats. */
function queueWith(
  ...results: Sent[]
): {
  queue: NoticeQueue;
  tried: unknown[];
  events: string[];
  failed: string[];
  run: AbortController;
} {
  const tried: unknown[] = [];
  const events: string[] = [];
  const queue = new NoticeQueue({
    receiver: "slack",
    advice: "make a new webhook",
    capacity: 3,
    attempts: 3,
    pause: 0.001,
    log: (_level, event, { reason } = {}) => void events.push(`${event} ${reason}`),
    send: (message) => {
      tried.push(message);
      const next = results.length > 1 ? results.shift() : results[0];
      return Promise.resolve(next ?? { result: "sent" });
    },
  });
  return { queue, tried, events, failed: [], run: new AbortController() };
}

/** Queues messages and waits until each is sent or dropped. Returns those sent. */
async function sendAll(
  { queue, failed, run }: ReturnType<typeof queueWith>,
  ...messages: readonly string[]
): Promise<string[]> {
  const sent: string[] = [];
  const running = queue.run(run.signal);
  for (const text of messages) {
    const onSent = (): void => void sent.push(text);
    queue.put({ message: () => ({ text }), onSent, onFailed: () => void failed.push(text) });
  }
  while (queue.waiting > 0) await new Promise((resolve) => setTimeout(resolve, 1));
  run.abort();
  await running;
  return sent;
}

Deno.test("NoticeQueue.run() sends in order when a notice is accepted late", async () => {
  const bench = queueWith(
    { result: "later", reason: "status 503" },
    { result: "later", reason: "status 429", seconds: 0.01 },
    { result: "sent" },
  );
  assertEquals(await sendAll(bench, "a", "b"), ["a", "b"]);
  assertEquals(bench.tried, ["a", "a", "a", "b"].map((text) => ({ text })));
  assertEquals([bench.queue.sent, bench.queue.dropped], [2, 0]);
});

Deno.test("NoticeQueue.run() drops a notice when `attempts` have failed", async () => {
  const bench = queueWith({ result: "later", reason: "status 503" });
  assertEquals(await sendAll(bench, "a", "b"), []);
  assertEquals([bench.tried.length, bench.queue.dropped], [6, 2]);
  assertEquals(bench.failed, ["a", "b"]);
});

Deno.test("NoticeQueue.run() does not retry when a notice may have arrived", async () => {
  const bench = queueWith({ result: "unknown", reason: "no answer" }, { result: "sent" });
  assertEquals(await sendAll(bench, "a", "b"), ["b"]);
  assertEquals(bench.tried, [{ text: "a" }, { text: "b" }]);
  assertEquals(bench.failed, ["a"]);
});

for (
  const [when, reasons, logged] of [
    ["for the same reason", ["404", "404", "404"], ["404"]],
    ["for another reason", ["404", "403", "403"], ["404", "403"]],
    ["again after a success", ["404", "", "404"], ["404", "404"]],
  ] as const
) {
  Deno.test(`NoticeQueue.run() logs ${logged.length} refusals when the webhook refuses ${when}`, async () => {
    const bench = queueWith(
      ...reasons.map((reason): Sent =>
        reason === "" ? { result: "sent" } : { result: "refused", reason }
      ),
    );
    await sendAll(bench, "a", "b", "c");
    assertEquals([bench.tried.length, bench.failed.length], [
      3,
      reasons.filter(Boolean).length,
    ]);
    assertEquals(bench.events, logged.map((reason) => `notice refused ${reason}`));
  });
}

Deno.test("NoticeQueue.run() skips a notice when there is nothing to say by then", async () => {
  const bench = queueWith({ result: "sent" });
  bench.queue.put({ message: () => undefined, onSent: () => {}, onFailed: () => {} });
  assertEquals(await sendAll(bench, "a"), ["a"]);
  assertEquals([bench.tried, bench.queue.sent], [[{ text: "a" }], 1]);
});

Deno.test("NoticeQueue.put() returns false when the queue is full", () => {
  const { queue, events } = queueWith();
  const put = (): boolean =>
    queue.put({ message: () => ({}), onSent: () => {}, onFailed: () => {} });
  assertEquals([put(), put(), put(), put()], [true, true, true, false]);
  assertEquals([queue.waiting, queue.dropped, events], [3, 1, [
    "notice dropped the queue is full",
  ]]);
});

/** The result of `post()` for a response. */
async function posted(response: Response): Promise<Sent> {
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    () => response,
  );
  const url = `http://127.0.0.1:${server.addr.port}/secret`;
  return await post({ text: "x" }, { url, signal: new AbortController().signal });
}

for (
  const [status, headers, expected] of [
    [200, {}, { result: "sent" }],
    [429, { "retry-after": "7" }, { result: "later", reason: "status 429", seconds: 7 }],
    [429, {}, { result: "later", reason: "status 429" }],
    [
      429,
      { date: "Sun, 06 Nov 1994 08:49:37 GMT", "retry-after": "Sun, 06 Nov 1994 08:50:07 GMT" },
      { result: "later", reason: "status 429", seconds: 30 },
    ],
    [
      429,
      { date: "Sun, 06 Nov 1994 08:49:37 GMT", "retry-after": "Sun, 06 Nov 1994 08:49:37 GMT" },
      { result: "later", reason: "status 429" },
    ],
    [503, { "retry-after": "9" }, { result: "later", reason: "status 503", seconds: 9 }],
    [503, { "retry-after": "in May 2035" }, { result: "later", reason: "status 503" }],
    [500, {}, { result: "later", reason: "status 500" }],
    [404, {}, { result: "refused", reason: "status 404" }],
    [302, { location: "http://elsewhere/" }, { result: "refused", reason: "status 302" }],
  ] as const
) {
  Deno.test(`post() returns ${expected.result} when the status is ${status} ${JSON.stringify(headers)}`, async () => {
    assertEquals(await posted(new Response(null, { status, headers: { ...headers } })), expected);
  });
}

for (
  const [body, reason] of [
    ["no_service", "status 404 (no_service)"],
    ["channel_is_archived\n", "status 404 (channel_is_archived)"],
    ["cannot find /services/secret", "status 404"],
    ["secret", "status 404"],
    [`no_${"a".repeat(64)}`, "status 404"],
  ] as const
) {
  Deno.test(`post() returns ${reason} when the body of the refusal is ${body}`, async () => {
    const refused = { result: "refused", reason } as const;
    assertEquals(await posted(new Response(body, { status: 404 })), refused);
    await using server = Deno.serve({
      hostname: "127.0.0.1",
      port: 0,
      cert: fixture("certificates/good.pem"),
      key: fixture("certificates/good.key"),
      onListen: () => {},
    }, () => new Response(body, { status: 404 }));
    const sent = await post({ text: "x" }, {
      url: `https://localhost:${server.addr.port}/secret`,
      signal: new AbortController().signal,
      authorities: [fixture("certificates/authority.pem")],
    });
    assertEquals(sent, refused);
  });
}

Deno.test("post() does not wait for the body when the message was accepted", async () => {
  await using server = listen(answer("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok"));
  const url = `http://127.0.0.1:${server.port}/`;
  const { signal } = new AbortController();
  const startMs = performance.now();
  assertEquals(await post({}, { url, signal, timeout: 5 }), { result: "sent" });
  assert(performance.now() - startMs < 4000);
});

Deno.test("post() returns the answer when it arrives after the signal aborts", async () => {
  const stop = new AbortController();
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    async () => {
      stop.abort();
      await new Promise((resolve) => setTimeout(resolve, 50));
      return new Response("ok");
    },
  );
  const url = `http://127.0.0.1:${server.addr.port}/`;
  assertEquals(await post({}, { url, signal: stop.signal }), { result: "sent" });
});

Deno.test("post() returns later when nothing listens, and unknown when nothing answers", async () => {
  const { signal } = new AbortController();
  const url = `http://127.0.0.1:${refusedPort()}/secret`;
  assertEquals(await post({}, { url, signal }), {
    result: "later",
    reason: "connection refused",
  });
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const hanging = `http://127.0.0.1:${listener.addr.port}/secret`;
  assertEquals(await post({}, { url: hanging, signal, timeout: 0.2 }), {
    result: "unknown",
    reason: "no answer",
  });
});

Deno.test("post() returns a reason without the URL when no connection is established", async () => {
  const { signal } = new AbortController();
  await using server = listen(answer("HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n"));
  assertEquals(await post({}, { url: `https://127.0.0.1:${server.port}/SECRET?SECRET`, signal }), {
    result: "later",
    reason: "received corrupt message of type InvalidContentType",
  });
});

for (
  const [response, reason] of [
    ["HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n", "the proxy did not connect"],
    ["HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n", "the proxy did not connect"],
    ["HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n", "the proxy did not connect: status 407"],
    ["", "the proxy did not connect: connection closed"],
  ] as const
) {
  Deno.test(`post() says ${reason} when its proxy answers ${JSON.stringify(response)}`, async () => {
    await using server = listen(answerAndClose(response));
    const before = Deno.env.get("HTTPS_PROXY");
    Deno.env.set("HTTPS_PROXY", `http://user:SECRET@127.0.0.1:${server.port}`);
    try {
      const { signal } = new AbortController();
      const sent = await post({}, { url: "https://hooks.invalid/SECRET", signal });
      assertEquals(sent, { result: "later", reason });
    } finally {
      if (before === undefined) Deno.env.delete("HTTPS_PROXY");
      else Deno.env.set("HTTPS_PROXY", before);
    }
  });
}

Deno.test("post() names the target in origin form when it is http to this host", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { signal } = new AbortController();
  const url = `http://user:p%40ss@localhost:${listener.addr.port}/hook?a=b`;
  const posting = post({ text: "x" }, { url, signal });
  using conn = await listener.accept();
  const buffer = new Uint8Array(1024);
  let request = "";
  while (!request.endsWith("}")) {
    request += new TextDecoder().decode(buffer.subarray(0, await conn.read(buffer) ?? 0));
  }
  await conn.write(new TextEncoder().encode("HTTP/1.1 204 No Content\r\n\r\n"));
  assertEquals(await posting, { result: "sent" });
  assertEquals(request.split("\r\n").filter((line) => !/^(Connection|Content)/.test(line)), [
    "POST /hook?a=b HTTP/1.1",
    `Host: localhost:${listener.addr.port}`,
    `Authorization: Basic ${btoa("user:p@ss")}`,
    "",
    '{"text":"x"}',
  ]);
});

Deno.test("post() trusts an authority besides the usual ones when it was given", async () => {
  await using server = Deno.serve({
    hostname: "127.0.0.1",
    port: 0,
    onListen: () => {},
    cert: fixture("certificates/good.pem"),
    key: fixture("certificates/good.key"),
  }, () => new Response());
  const url = `https://localhost:${server.addr.port}/`;
  const { signal } = new AbortController();
  const authorities = [fixture("certificates/authority.pem")];
  assertEquals((await post({}, { url, signal })).result, "later");
  assertEquals(await post({}, { url, signal, authorities }), { result: "sent" });
});

Deno.test("post() names the extension when the receiver's certificate has a critical one", async () => {
  await using server = Deno.serve({
    hostname: "127.0.0.1",
    port: 0,
    onListen: () => {},
    cert: fixture("certificates/policies_chain.pem"),
    key: fixture("certificates/policies_chain.key"),
  }, () => new Response());
  const url = `https://localhost:${server.addr.port}/`;
  const { signal } = new AbortController();
  const authorities = [fixture("certificates/policies_authority.pem")];
  const reason = "certificate refused: one of its chain has a critical extension that is not " +
    "supported, such as certificatePolicies";
  assertEquals(await post({}, { url, signal, authorities }), { result: "later", reason });
  const intermediate = [fixture("certificates/policies_intermediate.pem")];
  assertEquals(await post({}, { url, signal, authorities: intermediate }), { result: "sent" });
});

for (
  const [url, expected] of [
    ["https://hooks.slack.com/services/T/B/x", true],
    ["HTTPS://hooks.slack.com/", true],
    ["http://localhost:9000/", true],
    ["http://127.0.0.2/", true],
    ["http://[::1]:9000/", true],
    ["http://hooks.slack.com/services/T/B/x", false],
    ["http://127.0.0.1.example.com/", false],
    ["http://localhost.example.com/", false],
    ["http://localhost@example.com/", false],
    ["ftp://localhost/", false],
    ["hooks.slack.com", false],
  ] as const
) {
  Deno.test(`isConfidential() returns ${expected} when the URL is ${url}`, () => {
    assertEquals(isConfidential(url), expected);
  });
}
