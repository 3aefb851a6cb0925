import { assert, assertEquals, assertRejects } from "@std/assert";
import { CheckFailure } from "../../src/check/reason.ts";
import { SocketLimit } from "../../src/net/socket_limit.ts";

const { signal: NEVER } = new AbortController();

class Exhausted extends Error {
  readonly code = "EMFILE";
}

Deno.test("SocketLimit.acquire() opens no more than `max` sockets when there are more callers", async () => {
  const sockets = new SocketLimit({ max: 3 });
  let open = 0;
  let mostOpen = 0;
  await Promise.all(Array.from({ length: 50 }, async () => {
    const { release } = await sockets.acquire(() => Promise.resolve(++open), NEVER);
    mostOpen = Math.max(mostOpen, open);
    await Promise.resolve();
    open--;
    release();
  }));
  assertEquals(mostOpen, 3);
});

Deno.test("SocketLimit.acquire() waits and recovers when descriptors run out", async () => {
  const sockets = new SocketLimit({ max: 100 });
  let open = 0;
  let refused = 0;
  const dial = (): Promise<number> => {
    if (open >= 20) {
      refused++;
      return Promise.reject(new Exhausted());
    }
    return Promise.resolve(++open);
  };
  await Promise.all(Array.from({ length: 100 }, async () => {
    const { release } = await sockets.acquire(dial, NEVER);
    await new Promise((resolve) => setTimeout(resolve, 1));
    open--;
    release();
  }));
  assertEquals(open, 0);
  assert(refused > 0 && refused < 200, `${refused}`);
});

Deno.test("SocketLimit.acquire() throws a CheckFailure when there is no descriptor in time", async () => {
  const sockets = new SocketLimit({ max: 1 });
  const { release } = await sockets.acquire(() => Promise.resolve(1), NEVER);
  const waiting = sockets.acquire(() => Promise.resolve(2), AbortSignal.timeout(20));
  assertEquals(
    (await assertRejects(() => waiting, CheckFailure)).message,
    "too many open files in the sidecar",
  );
  release();
  const refused = sockets.acquire(() => Promise.reject(new Exhausted()), AbortSignal.timeout(50));
  await assertRejects(() => refused, CheckFailure);
});

Deno.test("SocketLimit.acquire() releases the slot when the dial fails", async () => {
  const sockets = new SocketLimit({ max: 1 });
  const failing = sockets.acquire(() => Promise.reject(new Error("refused")), NEVER);
  const next = sockets.acquire(() => Promise.resolve("open"), NEVER);
  await assertRejects(() => failing, Error);
  assertEquals((await next).socket, "open");
});
