import { assertEquals, assertRejects } from "@std/assert";
import { postToThisHost } from "../../../src/watch/notify/this_host.ts";
import { answer, head, listen } from "../../servers/misbehaving.ts";
import { listenersOf } from "../../support/listeners.ts";

Deno.test("postToThisHost() leaves no listener on its signal when it has ended", async () => {
  await using server = listen(answer(head("HTTP/1.1 200 OK")));
  await using broken = listen(answer("no HTTP"));
  const { signal } = new AbortController();
  const listeners = listenersOf(signal);
  const url = (port: number): URL => new URL(`http://127.0.0.1:${port}/`);
  assertEquals((await postToThisHost(url(server.port), "{}", signal)).status, 200);
  await assertRejects(() => postToThisHost(url(broken.port), "{}", signal), Error);
  assertEquals(listeners(), 0);
});
