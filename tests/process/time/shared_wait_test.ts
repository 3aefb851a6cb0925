import { assert, assertEquals, assertRejects } from "@std/assert";
import { SharedWait } from "../../../src/process/time/shared_wait.ts";
import { untilAborted } from "../../../src/process/time/until_aborted.ts";

const { signal: NEVER } = new AbortController();
const FAILURE = new Error("waited");
const MIB = 1024 * 1024;

Deno.test("SharedWait.wait() returns what the promise gives when it is settled before or after", async () => {
  const { promise, resolve } = Promise.withResolvers<string>();
  const shared = new SharedWait(promise);
  const before = [shared.wait(NEVER, FAILURE), shared.wait(NEVER, FAILURE)];
  resolve("text");
  assertEquals(await Promise.all(before), ["text", "text"]);
  assertEquals(await shared.wait(NEVER, FAILURE), "text");
});

Deno.test("SharedWait.wait() rejects as the promise does when it is settled before or after", async () => {
  const { promise, reject } = Promise.withResolvers<string>();
  const shared = new SharedWait(promise);
  const before = assertRejects(() => shared.wait(NEVER, FAILURE), Error, "broken");
  reject(new Error("broken"));
  await before;
  await assertRejects(() => shared.wait(NEVER, FAILURE), Error, "broken");
});

Deno.test("SharedWait.wait() rejects with its own failure when its signal aborts", async () => {
  const { promise, resolve } = Promise.withResolvers<string>();
  const shared = new SharedWait(promise);
  const abort = new AbortController();
  const aborted = assertRejects(() => shared.wait(abort.signal, FAILURE), Error, "waited");
  const other = shared.wait(NEVER, FAILURE);
  abort.abort();
  await aborted;
  await assertRejects(() => shared.wait(abort.signal, FAILURE), Error, "waited");
  resolve("text");
  assertEquals(await other, "text");
});

/** Waits 200,000 times, and returns how many bytes of the heap are taken more. */
async function heapAfterWaits(wait: () => Promise<void>): Promise<number> {
  const { heapUsed } = Deno.memoryUsage();
  for (let i = 0; i < 200_000; i++) await wait();
  return Deno.memoryUsage().heapUsed - heapUsed;
}

Deno.test("SharedWait.wait() keeps nothing of 200,000 aborted waits when the promise is pending", async () => {
  const shared = new SharedWait(new Promise<void>(() => {}));
  const signal = AbortSignal.abort();
  const grown = await heapAfterWaits(() => shared.wait(signal, FAILURE).catch(() => {}));
  assert(grown < 30 * MIB, `${grown / MIB} MiB`);
});

Deno.test("untilAborted() keeps nothing of 200,000 waits when the signal has not aborted", async () => {
  const { signal } = new AbortController();
  const grown = await heapAfterWaits(() => untilAborted(signal, Promise.resolve()));
  assert(grown < 30 * MIB, `${grown / MIB} MiB`);
});
