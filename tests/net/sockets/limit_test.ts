import { assert, assertEquals, assertLess, assertRejects } from "@std/assert";
import { WaitFailure } from "../../../src/check/reason.ts";
import { SocketLimit, type Sockets } from "../../../src/net/sockets/limit.ts";

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

Deno.test("Sockets.acquire() wakes those that wait, first come, first served, when descriptors are free again", async () => {
  const sockets = new SocketLimit();
  const descriptors = new Descriptors(0);
  const served: number[] = [];
  const acquire = async (i: number): Promise<void> => {
    // None is released: only the next attempt can serve those that wait.
    await sockets.of("required").acquire(() => descriptors.open(), AbortSignal.timeout(5000));
    served.push(i);
  };
  const first = Array.from({ length: 8 }, (_, i) => acquire(i));
  await new Promise((resolve) => setTimeout(resolve, 30));
  descriptors.free = 16;
  const newcomers = Array.from({ length: 8 }, (_, i) => acquire(8 + i));
  await Promise.all([...first, ...newcomers]);
  assertEquals(served, Array.from({ length: 16 }, (_, i) => i));
});

/** Starts checks that hang until `end` aborts; `open` has what closes those that got a descriptor. */
function hang(
  sockets: Sockets,
  descriptors: Descriptors,
  count: number,
  end: AbortSignal,
): { readonly open: (() => void)[]; readonly checks: readonly Promise<unknown>[] } {
  const open: (() => void)[] = [];
  const checks = Array.from({ length: count }, async () => {
    const { release } = await sockets.acquire(() => descriptors.open(), end);
    open.push(() => {
      descriptors.free++;
      release();
    });
  });
  return { open, checks };
}

/** Waits until the checks that found no descriptor have tried again. */
function retried(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 60));
}

for (
  const [priority, what, left] of [
    ["optional", "half of the descriptors", 20],
    ["required", "8 descriptors", 8],
  ] as const
) {
  Deno.test(`Sockets.acquire() leaves ${what} to others for 10 s when ${priority} checks took all`, async () => {
    const { now } = performance;
    const limit = new SocketLimit();
    const sockets = limit.of(priority);
    const descriptors = new Descriptors(40);
    const end = new AbortController();
    try {
      const first = hang(sockets, descriptors, 60, end.signal);
      await retried();
      assertEquals([first.open.length, descriptors.free], [40, 0]);
      for (const close of first.open.splice(0)) close();
      const second = hang(sockets, descriptors, 60, end.signal);
      await retried();
      assertEquals(descriptors.free, left);
      // Whoever is left some gets one at once.
      const other = limit.of(priority === "optional" ? "required" : "optional");
      const { release } = await other.acquire(() => descriptors.open(), NEVER);
      descriptors.free++;
      release();
      performance.now = (): number => now.call(performance) + 10_000;
      const third = hang(sockets, descriptors, 1, end.signal);
      await retried();
      assertEquals(descriptors.free, 0);
      end.abort();
      await Promise.allSettled([...first.checks, ...second.checks, ...third.checks]);
    } finally {
      performance.now = now;
    }
  });
}

for (const hanging of [0, 2]) {
  Deno.test(`Sockets.acquire() serves 20 checks at once after others took the descriptors and ${hanging} checks hung, each time`, async () => {
    const sockets = new SocketLimit().of("required");
    const descriptors = new Descriptors(0);
    for (let time = 0; time < 4; time++) {
      descriptors.free = hanging;
      const end = new AbortController();
      const hung = hang(sockets, descriptors, hanging, end.signal);
      await Promise.all(hung.checks);
      let served = 0;
      const checks = Array.from({ length: 20 }, async () => {
        const open = (): Promise<number> => descriptors.open();
        const { release } = await sockets.acquire(open, AbortSignal.timeout(500));
        served++;
        await Promise.resolve();
        descriptors.free++;
        release();
      });
      await retried();
      assertEquals(served, 0);
      descriptors.free = 20;
      await Promise.all(checks);
      for (const close of hung.open) close();
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

Deno.test("Sockets.acquire() says that it waited when the slot comes as its signal aborts", async () => {
  const sockets = new SocketLimit({ required: 1, optional: 1 }).of("required");
  const { release } = await sockets.acquire(() => Promise.resolve(1), NEVER);
  const stop = new AbortController();
  const waiting = sockets.acquire(() => Promise.resolve(2), stop.signal);
  await Promise.resolve();
  release();
  stop.abort();
  const { message } = await assertRejects(() => waiting, WaitFailure);
  assertEquals(message, "waited for one of 1 sockets");
  const { socket } = await sockets.acquire(() => Promise.resolve(3), NEVER);
  assertEquals(socket, 3);
});
