import { assert, assertEquals, assertLess, assertRejects } from "@std/assert";
import { WaitFailure } from "../../src/check/reason.ts";
import { SocketLimit } from "../../src/net/socket_limit.ts";

const { signal: NEVER } = new AbortController();

class Exhausted extends Error {
  readonly code = "EMFILE";
}

/** Sockets of a process that has few descriptors; `free` of them are left. */
class Descriptors {
  free: number;
  refused = 0;

  constructor(free: number) {
    this.free = free;
  }

  open(): Promise<number> {
    if (this.free > 0) return Promise.resolve(this.free--);
    this.refused++;
    return Promise.reject(new Exhausted());
  }
}

Deno.test("Sockets.acquire() opens no more sockets than the priority has when there are more callers", async () => {
  const sockets = new SocketLimit({ required: 3, optional: 1 });
  for (const [priority, size] of [["required", 3], ["optional", 1]] as const) {
    let open = 0;
    let mostOpen = 0;
    await Promise.all(Array.from({ length: 50 }, async () => {
      const opened = sockets.of(priority).acquire(() => Promise.resolve(++open), NEVER);
      const { release } = await opened;
      mostOpen = Math.max(mostOpen, open);
      await Promise.resolve();
      open--;
      release();
    }));
    assertEquals(mostOpen, size);
  }
});

Deno.test("Sockets.acquire() opens required sockets at once when optional ones hang", async () => {
  const sockets = new SocketLimit();
  const end = new AbortController();
  const optional = Array.from(
    { length: 300 },
    () => sockets.of("optional").acquire(() => Promise.resolve(), end.signal),
  );
  const required = Array.from(
    { length: 256 },
    () => sockets.of("required").acquire(() => Promise.resolve(), NEVER),
  );
  await Promise.all(required);
  end.abort();
  const results = await Promise.allSettled(optional);
  const reasons = results.flatMap((result) =>
    result.status === "rejected" ? [result.reason.message] : []
  );
  assertEquals(reasons, Array(172).fill("waited for one of 128 sockets"));
});

Deno.test("Sockets.acquire() gives required checks the descriptors when a round starts together", async () => {
  const sockets = new SocketLimit();
  const descriptors = new Descriptors(2);
  const end = new AbortController();
  const opened: string[] = [];
  const priorities = ["optional", "optional", "required", "optional", "required"] as const;
  const round = priorities.map(async (priority) => {
    await sockets.of(priority).acquire(() => descriptors.open(), end.signal);
    opened.push(priority);
  });
  while (opened.length < 2) await Promise.resolve();
  end.abort();
  await Promise.allSettled(round);
  assertEquals(opened, ["required", "required"]);
});

Deno.test("Sockets.acquire() waits and recovers when descriptors run out", async () => {
  const sockets = new SocketLimit({ required: 100, optional: 100 });
  const descriptors = new Descriptors(20);
  await Promise.all(Array.from({ length: 100 }, async (_, i) => {
    const own = sockets.of(i % 2 === 0 ? "required" : "optional");
    const { release } = await own.acquire(() => descriptors.open(), NEVER);
    await new Promise((resolve) => setTimeout(resolve, 1));
    descriptors.free++;
    release();
  }));
  assertEquals(descriptors.free, 20);
  assert(descriptors.refused > 0);
  assertLess(descriptors.refused, 200);
});

Deno.test("Sockets.acquire() wakes those that wait, first come, first served, when the limit recovers", async () => {
  const sockets = new SocketLimit();
  const descriptors = new Descriptors(0);
  const served: number[] = [];
  const acquire = async (i: number): Promise<void> => {
    // None is released: only the limit that rises can wake those that wait.
    await sockets.of("required").acquire(() => descriptors.open(), AbortSignal.timeout(5000));
    served.push(i);
  };
  const first = Array.from({ length: 10 }, (_, i) => acquire(i));
  await new Promise((resolve) => setTimeout(resolve, 30));
  descriptors.free = 20;
  const newcomers = Array.from({ length: 10 }, (_, i) => acquire(10 + i));
  await Promise.all([...first, ...newcomers]);
  assertEquals(served, Array.from({ length: 20 }, (_, i) => i));
});

Deno.test("Sockets.acquire() tries more and more seldom when descriptors stay short", async () => {
  const { now } = performance;
  let nowMs = 0;
  performance.now = (): number => nowMs;
  try {
    const sockets = new SocketLimit().of("required");
    const descriptors = new Descriptors(40);
    const open = (): Promise<number> => descriptors.open();
    for (let i = 0; i < 40; i++) await sockets.acquire(open, NEVER);
    const triedAtMs: number[] = [];
    for (; nowMs < 4000; nowMs += 50) {
      const end = new AbortController();
      const refused = descriptors.refused;
      const acquired = sockets.acquire(open, end.signal);
      for (let i = 0; i < 10; i++) await Promise.resolve();
      if (descriptors.refused > refused) triedAtMs.push(nowMs);
      end.abort();
      await assertRejects(() => acquired, WaitFailure);
    }
    // 32 sockets are allowed after each, and 64 after the limit was held and has doubled.
    assertEquals(triedAtMs, [0, 150, 400, 850, 1700, 3350]);
  } finally {
    performance.now = now;
  }
});

for (const [shortageMs, hanging] of [[50, 0], [5000, 2]] as const) {
  Deno.test(`Sockets.acquire() opens 20 sockets 500 ms after others took the descriptors for ${shortageMs} ms and ${hanging} checks hung, each time`, async () => {
    const { now } = performance;
    let nowMs = 0;
    performance.now = (): number => nowMs;
    try {
      const sockets = new SocketLimit().of("required");
      const descriptors = new Descriptors(0);
      const open = (): Promise<number> => descriptors.open();
      for (let time = 0; time < 8; time++) {
        descriptors.free = hanging;
        const hung = await Promise.all(
          Array.from({ length: hanging }, () => sockets.acquire(open, AbortSignal.timeout(1000))),
        );
        for (const endMs = nowMs + shortageMs; nowMs < endMs; nowMs += 50) {
          const end = new AbortController();
          const refused = sockets.acquire(open, end.signal);
          for (let i = 0; i < 10; i++) await Promise.resolve();
          end.abort();
          await assertRejects(() => refused, WaitFailure);
        }
        descriptors.free = 20;
        nowMs += 500;
        const end = new AbortController();
        const waiting = Array.from({ length: 20 }, () => sockets.acquire(open, end.signal));
        for (let i = 0; i < 10; i++) await Promise.resolve();
        end.abort();
        for (const { release } of [...hung, ...await Promise.all(waiting)]) release();
        nowMs += 1500;
      }
    } finally {
      performance.now = now;
    }
  });
}

Deno.test("Sockets.acquire() throws a WaitFailure that says why when there is no socket in time", async () => {
  const sockets = new SocketLimit({ required: 1, optional: 1 }).of("required");
  const { release } = await sockets.acquire(() => Promise.resolve(1), NEVER);
  const waiting = sockets.acquire(() => Promise.resolve(2), AbortSignal.timeout(20));
  const full = await assertRejects(() => waiting, WaitFailure);
  assertEquals(full.message, "waited for one of 1 sockets");
  release();
  const refused = sockets.acquire(() => Promise.reject(new Exhausted()), AbortSignal.timeout(50));
  const exhausted = await assertRejects(() => refused, WaitFailure);
  assertEquals(exhausted.message, "too many open files in the sidecar");
});

Deno.test("Sockets.acquire() releases the slot when the dial fails", async () => {
  const sockets = new SocketLimit({ required: 1, optional: 1 }).of("required");
  const failing = sockets.acquire(() => Promise.reject(new Error("refused")), NEVER);
  const next = sockets.acquire(() => Promise.resolve("open"), NEVER);
  await assertRejects(() => failing, Error);
  assertEquals((await next).socket, "open");
});
