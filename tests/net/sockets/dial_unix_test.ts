import { assertEquals, assertGreaterOrEqual, assertRejects } from "@std/assert";
import { dialUnix } from "../../../src/net/sockets/dial_unix.ts";

/** Has `Deno.connect` fail as if the listener's queue were full, and calls `onAttempt` each time. */
async function withFullQueue(
  onAttempt: (attempt: number) => Deno.UnixConn | undefined,
  dial: () => Promise<unknown>,
): Promise<number> {
  const { connect } = Deno;
  let attempts = 0;
  Deno.connect = (): Promise<never> => {
    const conn = onAttempt(++attempts);
    const full = Object.assign(new Error("queue is full"), { code: "EAGAIN" });
    return conn === undefined ? Promise.reject(full) : Promise.resolve(conn as never);
  };
  try {
    await dial();
  } finally {
    Deno.connect = connect;
  }
  return attempts;
}

Deno.test("dialUnix() tries again until there is room when the listener's queue is full", async () => {
  const conn = {} as Deno.UnixConn;
  const { signal } = new AbortController();
  const startMs = performance.now();
  const attempts = await withFullQueue(
    (attempt) => attempt === 3 ? conn : undefined,
    async () => assertEquals(await dialUnix("/a", signal), conn),
  );
  assertEquals(attempts, 3);
  // It pauses before each retry: a timer may end a millisecond early.
  assertGreaterOrEqual(performance.now() - startMs, 98);
});

Deno.test("dialUnix() rejects when its signal aborts while the listener's queue is full", async () => {
  const end = new AbortController();
  const attempts = await withFullQueue(
    (attempt) => {
      if (attempt === 2) end.abort();
      // A retry after the abort would go on for ever.
      if (attempt > 5) throw new Error("still trying");
      return undefined;
    },
    async () => void await assertRejects(() => dialUnix("/a", end.signal), Error, "queue is full"),
  );
  assertEquals(attempts, 2);
});
