import { assertEquals } from "@std/assert";
import { Hono } from "hono/tiny";
import { hasValidHost, Requests } from "../../src/server/requests.ts";
import { sendRaw } from "../support/raw_request.ts";

/** What hasValidHost() says of a request that Deno.serve received. */
async function judge(head: string): Promise<boolean | undefined> {
  let verdict: boolean | undefined;
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    (request) => {
      verdict = hasValidHost(request);
      return new Response();
    },
  );
  await sendRaw(server.addr.port, head);
  return verdict;
}

for (
  const host of [
    "x",
    "X.example",
    "10.1.2.3:8081",
    "[::1]:8081",
    "[::ffff:10.1.2.3]",
    "[v1.a:b]",
    "a_b.c-d~e!$&'()*+,;=",
    "%C3%A4",
    "x:",
  ]
) {
  Deno.test(`hasValidHost() is true when Host is ${host}`, async () => {
    assertEquals(await judge(`GET /all HTTP/1.1\r\nHost: ${host}`), true);
    assertEquals(await judge(`GET http://other/all HTTP/1.1\r\nHost: ${host}`), true);
    assertEquals(await judge(`GET http://${host}/all HTTP/1.1\r\nHost: x`), true);
  });
}

for (
  const host of [
    "x/",
    "x/all?exclude=app&",
    "x?",
    "x#",
    "x\\y",
    "user@x",
    "x:80a",
    "x:80:80",
    "x y",
    "[",
    "[::1",
    "::1",
    "[x]",
    "[]",
    "%4",
    "%zz",
    ":80",
    "\u00e4",
    '"x"',
    "x".repeat(60_000) + "/",
  ]
) {
  Deno.test(`hasValidHost() is false when Host is ${host.slice(0, 20)}`, async () => {
    assertEquals(await judge(`GET /all HTTP/1.1\r\nHost: ${host}`), false);
    assertEquals(await judge(`GET http://other/all HTTP/1.1\r\nHost: ${host}`), false);
  });
}

for (const authority of ["user@x", "x:80a", "[", "x#", "x\\y"]) {
  Deno.test(`hasValidHost() is false when the target is in absolute form with ${authority}`, async () => {
    assertEquals(await judge(`GET http://${authority}/all HTTP/1.1\r\nHost: x`), false);
  });
}

Deno.test("hasValidHost() is true when there is no Host", async () => {
  assertEquals(await judge("GET /all HTTP/1.0\r\nAccept: */*"), true);
});

Deno.test("hasValidHost() is false when there are two", async () => {
  assertEquals(await judge("GET /all HTTP/1.0\r\nHost: x\r\nHost: y"), false);
});

Deno.test("Requests answers HEAD with the Content-Length of GET when a Hono app answers it", async () => {
  const app = new Hono();
  app.all("/", (c) => c.text("twelve bytes"));
  const requests = new Requests(app.fetch);
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    requests.handler,
  );
  const answer = await sendRaw(server.addr.port, "HEAD / HTTP/1.1\r\nHost: x");
  const [head = "", body] = answer.split("\r\n\r\n");
  assertEquals([/^content-length: .*/im.exec(head)?.[0].toLowerCase(), body], [
    "content-length: 12",
    "",
  ]);
  await requests.drained();
});

Deno.test("Requests.drained() waits until the last request has its answer", async () => {
  const requests = new Requests(() => new Response());
  const [first, second] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  for (const { promise } of [first, second]) {
    requests.handler(new Request("http://a/"), {
      remoteAddr: { transport: "tcp", hostname: "127.0.0.1", port: 1 },
      completed: promise,
    });
  }
  let isDrained = false;
  const drained = requests.drained().then(() => isDrained = true);
  first.resolve();
  await first.promise;
  await Promise.resolve();
  assertEquals([requests.size, isDrained], [1, false]);
  second.reject(new Error("the client has gone"));
  await drained;
  assertEquals(requests.size, 0);
});
