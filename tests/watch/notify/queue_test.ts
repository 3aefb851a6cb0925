import { assertEquals } from "@std/assert";
import { NoticeQueue } from "../../../src/watch/notify/queue.ts";
import { post, type Sent } from "../../../src/watch/notify/webhook.ts";
import { refusedPort } from "../../servers/misbehaving.ts";

/** An queue over answers that are given in turn, the last one for ever. */
function outboxOver(
  ...answers: Sent[]
): { queue: NoticeQueue; tried: unknown[]; events: string[]; run: AbortController } {
  const tried: unknown[] = [];
  const events: string[] = [];
  const queue = new NoticeQueue({
    capacity: 3,
    attempts: 3,
    pause: 0.001,
    log: (_level, event) => void events.push(event),
    send: (message) => {
      tried.push(message);
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      return Promise.resolve(answer ?? { result: "sent" });
    },
  });
  return { queue, tried, events, run: new AbortController() };
}

/** Puts messages and waits until the last one is sent or dropped. */
async function sendAll(
  { queue, run }: ReturnType<typeof outboxOver>,
  ...messages: readonly string[]
): Promise<string[]> {
  const sent: string[] = [];
  const running = queue.run(run.signal);
  for (const text of messages) queue.put({ message: { text }, sent: () => void sent.push(text) });
  while (queue.waiting > 0) await new Promise((resolve) => setTimeout(resolve, 1));
  run.abort();
  await running;
  return sent;
}

Deno.test("NoticeQueue.run() sends in order when a message is taken late", async () => {
  const bench = outboxOver(
    { result: "later", reason: "status 503" },
    { result: "later", reason: "status 429", seconds: 0.01 },
    { result: "sent" },
  );
  assertEquals(await sendAll(bench, "a", "b"), ["a", "b"]);
  assertEquals(bench.tried, ["a", "a", "a", "b"].map((text) => ({ text })));
  assertEquals([bench.queue.sent, bench.queue.dropped], [2, 0]);
});

Deno.test("NoticeQueue.run() gives a message up when it was tried so often", async () => {
  const bench = outboxOver({ result: "later", reason: "status 503" });
  assertEquals(await sendAll(bench, "a", "b"), []);
  assertEquals([bench.tried.length, bench.queue.dropped], [6, 2]);
});

Deno.test("NoticeQueue.run() sends nothing twice when nobody knows whether it arrived", async () => {
  const bench = outboxOver({ result: "unknown", reason: "no answer" }, { result: "sent" });
  assertEquals(await sendAll(bench, "a", "b"), ["b"]);
  assertEquals(bench.tried, [{ text: "a" }, { text: "b" }]);
});

Deno.test("NoticeQueue.run() says once what to do when the webhook refuses", async () => {
  const bench = outboxOver({ result: "refused", reason: "status 404" });
  assertEquals(await sendAll(bench, "a", "b", "c"), []);
  assertEquals([bench.tried.length, bench.events], [3, ["notice refused"]]);
});

Deno.test("NoticeQueue.put() refuses when so many wait", () => {
  const { queue, events } = outboxOver();
  const put = (): boolean => queue.put({ message: {}, sent: () => {} });
  assertEquals([put(), put(), put(), put()], [true, true, true, false]);
  assertEquals([queue.waiting, queue.dropped, events], [3, 1, ["notice dropped"]]);
});

/** What `post` makes of an answer. */
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
    [500, {}, { result: "later", reason: "status 500" }],
    [404, {}, { result: "refused", reason: "status 404" }],
    [302, { location: "http://elsewhere/" }, { result: "refused", reason: "status 302" }],
  ] as const
) {
  Deno.test(`post() tells ${expected.result} when the answer is ${status}`, async () => {
    assertEquals(await posted(new Response(null, { status, headers: { ...headers } })), expected);
  });
}

Deno.test("post() still hears the answer when it is to end meanwhile", async () => {
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

Deno.test("post() tells later when nothing listens, and unknown when nothing answers", async () => {
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
