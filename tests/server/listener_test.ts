import { assertEquals } from "@std/assert";
import {
  Listener,
  listenOnAny,
  listenReason,
  type Server,
  takesIpv6Alone,
} from "../../src/server/listener.ts";

const TAKEN = new Deno.errors.AddrInUse("Address already in use (os error 98)");
const NO_DESCRIPTOR = new Deno.errors.Http("Too many open files (os error 24)");

/** A server that does what it is told. */
class FakeServer implements Server {
  readonly asked: number;
  readonly addr: Deno.NetAddr;
  readonly #finished = Promise.withResolvers<void>();
  readonly #idle = Promise.withResolvers<void>();
  readonly finished: Promise<void> = this.#finished.promise;
  shutdowns = 0;

  constructor(port: number) {
    this.asked = port;
    this.addr = { transport: "tcp", hostname: "127.0.0.1", port: port || 4242 };
  }

  /** Its accept fails. */
  fail(): void {
    this.#finished.reject(NO_DESCRIPTOR);
  }

  /** Its last request is answered. */
  drain(): void {
    this.#idle.resolve();
  }

  async shutdown(): Promise<void> {
    this.shutdowns++;
    await this.#idle.promise;
    this.#finished.resolve();
  }
}

/** A listener on port 0, the servers that it started, and what it logged. */
class Bench {
  readonly servers: FakeServer[] = [];
  readonly lines: string[] = [];
  readonly listener: Listener;
  /** What the next starts throw. */
  failures: Error[] = [];
  #onStart = Promise.withResolvers<void>();

  constructor(options: { pause?: number; patience?: number } = {}) {
    this.listener = new Listener({
      host: "127.0.0.1",
      port: 0,
      log: (level, event, { reason } = {}) =>
        void this.lines.push([level, event, reason].filter(Boolean).join(" ")),
      handler: () => new Response(),
      onError: () => new Response(),
      serve: ({ port = 0 }) => {
        const failure = this.failures.shift();
        this.#onStart.resolve();
        this.#onStart = Promise.withResolvers();
        if (failure !== undefined) throw failure;
        const server = new FakeServer(port);
        this.servers.push(server);
        return server;
      },
      pause: 0,
      ...options,
    });
  }

  /** The next attempt to start a server. */
  get started(): Promise<void> {
    return this.#onStart.promise;
  }

  get last(): FakeServer {
    return this.servers.at(-1) as FakeServer;
  }
}

/** Lets the event loop turn once. */
function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

Deno.test("Listener listens again on its port, and shuts the old server down, when an accept fails", async () => {
  const bench = new Bench();
  assertEquals(bench.listener.address.port, 4242);
  const [first] = bench.servers;
  bench.last.fail();
  await bench.started;
  assertEquals(bench.servers.map(({ asked }) => asked), [0, 4242]);
  assertEquals(bench.servers.map(({ shutdowns }) => shutdowns), [1, 0]);
  first?.drain();
  await turn();
  bench.last.drain();
  await bench.listener.close();
  assertEquals(bench.servers.map(({ shutdowns }) => shutdowns), [1, 1]);
  assertEquals(await bench.listener.stopped, undefined);
  assertEquals(bench.lines, [
    "error cannot accept too many open files in the sidecar",
    "info listening again",
  ]);
});

Deno.test("Listener logs once a minute when accepts fail again and again", async () => {
  const bench = new Bench();
  for (let i = 0; i < 5; i++) {
    bench.last.fail();
    await bench.started;
  }
  for (const server of bench.servers) server.drain();
  await bench.listener.close();
  assertEquals([bench.servers.length, bench.lines.length], [6, 2]);
});

Deno.test("Listener tries again when it cannot listen at once", async () => {
  const bench = new Bench();
  bench.failures = [NO_DESCRIPTOR, TAKEN];
  bench.last.fail();
  for (let i = 0; i < 3; i++) await bench.started;
  assertEquals(bench.servers.length, 2);
  for (const server of bench.servers) server.drain();
  await bench.listener.close();
});

Deno.test("Listener gives up with the reason when it cannot listen for too long", async () => {
  const bench = new Bench({ patience: 0 });
  bench.failures = [TAKEN];
  bench.last.fail();
  assertEquals(await bench.listener.stopped, "address already in use");
  bench.last.drain();
  await bench.listener.close();
});

Deno.test("Listener.close() ends it when it waits to listen again", async () => {
  const bench = new Bench({ pause: 60_000 });
  bench.last.fail();
  await turn();
  bench.last.drain();
  await bench.listener.close();
  assertEquals(await bench.listener.stopped, undefined);
  assertEquals(bench.servers.length, 1);
});

Deno.test("Listener.close() ends it when it cannot listen again", async () => {
  const bench = new Bench({ pause: 1 });
  bench.failures = Array.from({ length: 100_000 }, () => TAKEN);
  bench.last.fail();
  for (let i = 0; i < 3; i++) await bench.started;
  bench.last.drain();
  await bench.listener.close();
  assertEquals(await bench.listener.stopped, undefined);
  assertEquals(bench.servers.length, 1);
});

Deno.test("Listener.close() waits for every server when an old one still answers", async () => {
  const bench = new Bench();
  const old = bench.last;
  old.fail();
  await bench.started;
  let closed = false;
  const closing = bench.listener.close().then(() => closed = true);
  bench.last.drain();
  await turn();
  assertEquals(closed, false);
  old.drain();
  await closing;
});

/** Listens on both families where listening on `::` fails with this code. Returns the hosts tried. */
function hostsTried(code: string | undefined): string[] {
  const tried: string[] = [];
  try {
    listenOnAny({
      port: 0,
      log: () => {},
      handler: () => new Response(),
      onError: () => new Response(),
      serve: ({ hostname = "", port = 0 }) => {
        tried.push(hostname);
        if (hostname === "::" && code) throw Object.assign(new Error("cannot"), { code });
        return new FakeServer(port);
      },
    });
  } catch (error) {
    tried.push(String(error));
  }
  return tried;
}

for (
  const [code, hosts] of [
    [undefined, ["::"]],
    ["EAFNOSUPPORT", ["::", "0.0.0.0"]],
    ["EADDRNOTAVAIL", ["::", "0.0.0.0"]],
    ["EADDRINUSE", ["::", "Error: cannot"]],
    ["EACCES", ["::", "Error: cannot"]],
  ] as const
) {
  Deno.test(`listenOnAny() tries ${hosts.join(", then ")} when :: fails with ${code}`, () => {
    assertEquals(hostsTried(code), [...hosts]);
  });
}

Deno.test("takesIpv6Alone() is false when the port is taken on IPv4 too", () => {
  using taken = Deno.listen({ hostname: "0.0.0.0", port: 0 });
  assertEquals(takesIpv6Alone({ ...(taken.addr as Deno.NetAddr), hostname: "::" }), false);
});

Deno.test("takesIpv6Alone() is true when the port is free on IPv4", () => {
  const taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = taken.addr as Deno.NetAddr;
  taken.close();
  assertEquals(takesIpv6Alone({ transport: "tcp", hostname: "::", port }), true);
  assertEquals(takesIpv6Alone({ transport: "tcp", hostname: "0.0.0.0", port }), false);
});

for (
  const [error, reason] of [
    [TAKEN, "address already in use"],
    [new Deno.errors.AddrNotAvailable("x"), "not an address of this host"],
    [new Deno.errors.PermissionDenied("x"), "permission denied"],
    [new Error("x"), "x"],
  ] as const
) {
  Deno.test(`listenReason() is "${reason}" when the error is ${error.name}`, () => {
    assertEquals(listenReason(error), reason);
  });
}

Deno.test("Listener.close() logs nothing when no accept failed", async () => {
  const bench = new Bench();
  const closed = bench.listener.close();
  bench.last.drain();
  await closed;
  assertEquals([await bench.listener.stopped, bench.lines], [undefined, []]);
});
