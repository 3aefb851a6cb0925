import { assert, assertEquals, assertRejects } from "@std/assert";
import { type Connect, connectToFirst } from "../../../src/net/sockets/race.ts";
import { listenersOf } from "../listeners.ts";

const { signal: NEVER } = new AbortController();

/** A connection that records whether it was closed. */
class Connection {
  readonly address: string;
  closed = false;

  constructor(address: string) {
    this.address = address;
  }

  close(): void {
    this.closed = true;
  }
}

/** An address that never accepts; the attempt ends only with its signal. */
function neverAccepts(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason));
  });
}

function failing(code: string): Promise<never> {
  return Promise.reject(Object.assign(new Error(code), { code }));
}

Deno.test("connectToFirst() connects to the next address when one has not accepted", async () => {
  const aborted: string[] = [];
  const connect: Connect<Connection> = (address, signal) => {
    signal.addEventListener("abort", () => aborted.push(address));
    return address === "a" ? neverAccepts(signal) : Promise.resolve(new Connection(address));
  };
  const connection = await connectToFirst(["a", "b", "c"], connect, NEVER);
  assertEquals([connection.address, connection.closed], ["b", false]);
  assert(aborted.includes("a"));
  assert(!aborted.includes("c"));
});

Deno.test("connectToFirst() closes what connects after another has", async () => {
  const late = Promise.withResolvers<Connection>();
  const connect: Connect<Connection> = (address) =>
    address === "a" ? late.promise : Promise.resolve(new Connection(address));
  const first = await connectToFirst(["a", "b"], connect, NEVER);
  const second = new Connection("a");
  late.resolve(second);
  await late.promise;
  assertEquals([first.closed, second.closed], [false, true]);
});

Deno.test("connectToFirst() tries no other address when one refuses after another connected", async () => {
  const tried: string[] = [];
  const late = Promise.withResolvers<Connection>();
  const connect: Connect<Connection> = (address) => {
    tried.push(address);
    return address === "a" ? late.promise : Promise.resolve(new Connection(address));
  };
  await connectToFirst(["a", "b", "c"], connect, NEVER);
  late.reject(Object.assign(new Error(), { code: "ECONNREFUSED" }));
  await assertRejects(() => late.promise, Error);
  assertEquals(tried, ["a", "b"]);
});

Deno.test("connectToFirst() rejects at once when an address fails otherwise than in connecting", async () => {
  const tried: string[] = [];
  const aborted: string[] = [];
  const connect: Connect<Connection> = (address, signal) => {
    tried.push(address);
    signal.addEventListener("abort", () => aborted.push(address));
    return address === "a" ? neverAccepts(signal) : failing("UNABLE_TO_VERIFY_LEAF_SIGNATURE");
  };
  await assertRejects(() => connectToFirst(["a", "b", "c"], connect, NEVER), Error, "UNABLE");
  assertEquals([tried, aborted], [["a", "b"], ["a", "b"]]);
});

for (
  const codes of [["ECONNREFUSED", "ENETUNREACH"], ["ENETUNREACH", "ECONNREFUSED"]]
) {
  Deno.test(`connectToFirst() rejects with the refusal when the addresses give ${codes}`, async () => {
    const left = [...codes];
    const connect: Connect<Connection> = () => failing(left.shift() ?? "none left");
    await assertRejects(() => connectToFirst(["a", "b"], connect, NEVER), Error, "ECONNREFUSED");
  });
}

Deno.test("connectToFirst() aborts every attempt and starts no other when the signal aborts", async () => {
  const end = new AbortController();
  const tried: string[] = [];
  const connect: Connect<Connection> = (address, signal) => {
    tried.push(address);
    if (tried.length === 2) queueMicrotask(() => end.abort(new Error("the end")));
    return neverAccepts(signal);
  };
  await assertRejects(() => connectToFirst(["a", "b", "c"], connect, end.signal), Error, "the end");
  await assertRejects(() => connectToFirst(["a", "b", "c"], connect, end.signal), Error, "the end");
  assertEquals(tried, ["a", "b"]);
});

Deno.test("connectToFirst() tries each of 100 addresses when all refuse", async () => {
  let tried = 0;
  const connect: Connect<Connection> = () => {
    tried++;
    return failing("ECONNREFUSED");
  };
  const addresses = Array.from({ length: 100 }, (_, i) => `10.0.0.${i}`);
  await assertRejects(() => connectToFirst(addresses, connect, NEVER), Error, "ECONNREFUSED");
  assertEquals(tried, 100);
});

Deno.test("connectToFirst() waits for a refusal when 8 of 10 addresses do not answer", async () => {
  const { setTimeout } = globalThis;
  // The delay between two attempts passes in the next microtask.
  globalThis.setTimeout = ((next: () => void) => queueMicrotask(next)) as typeof setTimeout;
  try {
    const refusals: (() => void)[] = [];
    const connect: Connect<Connection> = () => {
      const { promise, reject } = Promise.withResolvers<never>();
      refusals.push(() => reject(Object.assign(new Error("refused"), { code: "ECONNREFUSED" })));
      return promise;
    };
    const addresses = Array.from({ length: 10 }, (_, i) => `10.0.0.${i}`);
    const connected = assertRejects(
      () => connectToFirst(addresses, connect, NEVER),
      Error,
      "refused",
    );
    const turns = async (): Promise<void> => {
      for (let turn = 0; turn < 50; turn++) await Promise.resolve();
    };
    await turns();
    assertEquals(refusals.length, 8);
    refusals[0]?.();
    await turns();
    assertEquals(refusals.length, 9);
    for (let i = 1; i < 10; i++) {
      refusals[i]?.();
      await turns();
    }
    await connected;
  } finally {
    globalThis.setTimeout = setTimeout;
  }
});

Deno.test("connectToFirst() leaves no timer and no listener when an address has connected", async () => {
  const { signal } = new AbortController();
  const listeners = listenersOf(signal);
  const timers = new Set<unknown>();
  const { setTimeout, clearTimeout } = globalThis;
  Object.assign(globalThis, {
    setTimeout: (callback: () => void, delay: number): unknown => {
      const timer = setTimeout(callback, delay);
      timers.add(timer);
      return timer;
    },
    clearTimeout: (timer: number): void => {
      timers.delete(timer);
      clearTimeout(timer);
    },
  });
  try {
    const connect = (address: string): Promise<Connection> =>
      Promise.resolve(new Connection(address));
    await connectToFirst(["1", "2"], connect, signal);
  } finally {
    Object.assign(globalThis, { setTimeout, clearTimeout });
  }
  assertEquals([listeners(), timers.size], [0, 0]);
});
