import { assertEquals } from "@std/assert";
import { post } from "../../../src/watch/notify/webhook.ts";
import { answer, head, listen } from "../../servers/misbehaving.ts";
import { listenersOf } from "../../net/listeners.ts";

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

Deno.test("post() counts Retry-After from the Date of the answer when it is a date", async () => {
  for (const [second, seconds] of [["08", 1], ["07", undefined]] as const) {
    const time = (of: string): string => `Sun, 06 Nov 1994 08:49:${of} GMT`;
    const fields = [`Date: ${time("07")}`, `Retry-After: ${time(second)}`];
    await using server = listen(answer(head("HTTP/1.1 503 X", ...fields)));
    const { signal } = new AbortController();
    const sent = await post({}, { url: `http://127.0.0.1:${server.port}/`, signal });
    assertEquals("seconds" in sent ? sent.seconds : undefined, seconds);
  }
});
