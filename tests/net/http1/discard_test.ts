import { assertEquals, assertRejects } from "@std/assert";
import { discard, linger } from "../../../src/net/http1/discard.ts";
import { FakeTimers } from "../../support/fake_timers.ts";

/** Pieces of these lengths; `read` tells how many were read. */
function piecesOf(...lengths: readonly number[]): {
  pieces: AsyncIterable<Uint8Array>;
  read: () => number;
} {
  let count = 0;
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (const length of lengths) {
      count++;
      yield await Promise.resolve(new Uint8Array(length));
    }
  }
  return { pieces: pieces(), read: () => count };
}

Deno.test("discard() reads until 10 KiB have come, and no more", async () => {
  for (const [lengths, expected] of [[[10_239, 1, 1], 2], [[10_240, 1], 1], [[1, 1], 2]] as const) {
    const { pieces, read } = piecesOf(...lengths);
    await discard(pieces);
    assertEquals(read(), expected);
  }
});

/** Pieces that end when `fail` is called. */
function hanging(): { pieces: AsyncIterable<Uint8Array>; fail: () => void } {
  const { promise, reject } = Promise.withResolvers<Uint8Array>();
  async function* pieces(): AsyncGenerator<Uint8Array> {
    yield await promise;
  }
  return { pieces: pieces(), fail: () => reject(new Error("closed")) };
}

Deno.test("linger() closes the connection after 100 ms when the body hangs, and does not reject", async () => {
  using timers = new FakeTimers();
  const { pieces, fail } = hanging();
  let closedMs: number | undefined;
  const lingering = linger(pieces, () => {
    closedMs = timers.ms;
    fail();
  });
  await timers.turn();
  const startMs = timers.ms;
  timers.advance(200);
  await lingering;
  // What lies in the sockets is read for 5 ms more.
  assertEquals(closedMs, startMs + 105);
});

Deno.test("linger() never closes the connection when the body has ended in time", async () => {
  using timers = new FakeTimers();
  let closed = 0;
  await linger(piecesOf(1).pieces, () => closed++);
  timers.advance(1000);
  assertEquals(closed, 0);
});

Deno.test("discard() throws what the pieces throw", async () => {
  const { pieces, fail } = hanging();
  fail();
  await assertRejects(() => discard(pieces), Error, "closed");
});
