import { assert, assertEquals, assertRejects } from "@std/assert";
import { CheckFailure } from "../../src/check/reason.ts";
import { SocketLimit } from "../../src/net/socket_limit.ts";

const { signal: NEVER } = new AbortController();

class Exhausted extends Error {
  readonly code = "EMFILE";
}

Deno.test("SocketLimit.acquire() opens no more than the most when many ask", async () => {
  const sockets = new SocketLimit({ max: 3 });
  let open = 0;
  let most = 0;
  await Promise.all(Array.from({ length: 50 }, async () => {
    const { release } = await sockets.acquire(() => Promise.resolve(++open), NEVER);
    most = Math.max(most, open);
    await Promise.resolve();
    open--;
    release();
  }));
  assertEquals(most, 3);
});

Deno.test("SocketLimit.acquire() waits and recovers when descriptors run short", async () => {
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

Deno.test("SocketLimit.acquire() names the reason when there is no descriptor in time", async () => {
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

Deno.test("SocketLimit.acquire() gives the next its turn when a dial fails", async () => {
  const sockets = new SocketLimit({ max: 1 });
  const failing = sockets.acquire(() => Promise.reject(new Error("refused")), NEVER);
  const next = sockets.acquire(() => Promise.resolve("open"), NEVER);
  await assertRejects(() => failing, Error);
  assertEquals((await next).socket, "open");
});
