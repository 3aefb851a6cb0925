import { assertEquals } from "@std/assert";
import { post } from "../../../src/watch/notify/webhook.ts";
import { answer, head, listen } from "../../servers/misbehaving.ts";
import { listenersOf } from "../../support/listeners.ts";

for (
  const [status, result] of [
    [200, "sent"],
    [299, "sent"],
    [300, "refused"],
    [302, "refused"],
    [404, "refused"],
    [503, "later"],
  ] as const
) {
  Deno.test(`post() says ${result}, and leaves no listener, when the status is ${status}`, async () => {
    await using server = listen(answer(head(`HTTP/1.1 ${status} X`)));
    const { signal } = new AbortController();
    const listeners = listenersOf(signal);
    const sent = await post({ text: "x" }, { url: `http://127.0.0.1:${server.port}/`, signal });
    assertEquals([sent.result, listeners()], [result, 0]);
  });
}
