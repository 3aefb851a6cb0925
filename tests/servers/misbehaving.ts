/** @module Servers that misbehave on purpose, each on a free port of 127.0.0.1 by default. */
import { createServer } from "node:net";
import { type Listening, listenOnFreePort } from "./free_port.ts";

/** A listener. Disposing of it closes every connection that it accepted. */
export interface Misbehaving extends AsyncDisposable {
  readonly port: number;
  /** Returns the number of connections accepted so far. */
  readonly taken: () => number;
  /** Resolves when a client has closed a connection. */
  readonly closed: Promise<void>;
}

/** What a server does with one connection. */
type Behaviour = (conn: Deno.Conn) => Promise<void>;

/** Options of {@linkcode listen}. */
export interface ListenOptions {
  /**
   * The address to listen on.
   * @default {"127.0.0.1"}
   */
  hostname?: string;
  /**
   * The port to listen on; 0 takes a free one.
   * @default {0}
   */
  port?: number;
}

/**
 * Accepts connections and calls `behave` with each. What it leaves open stays open until the end.
 */
export function listen(behave: Behaviour, options: ListenOptions = {}): Misbehaving {
  const { hostname = "127.0.0.1", port = 0 } = options;
  return listenOn(Deno.listen({ hostname, port }), behave);
}

/** Does the same with a listener of any kind. It has no port if it listens on a path. */
export function listenOn(listener: Deno.Listener, behave: Behaviour): Misbehaving {
  const conns = new Set<Deno.Conn>();
  const tasks = new Set<Promise<void>>();
  let taken = 0;
  const closed = Promise.withResolvers<void>();
  const accepting = (async (): Promise<void> => {
    for await (const conn of listener) {
      taken++;
      conns.add(conn);
      const task = behave(conn)
        .then(() => untilClosed(conn))
        .catch(() => {})
        .finally(() => {
          closeQuietly(conn);
          conns.delete(conn);
          tasks.delete(task);
          closed.resolve();
        });
      tasks.add(task);
    }
  })();
  return {
    port: listener.addr.transport === "tcp" ? listener.addr.port : 0,
    taken: () => taken,
    closed: closed.promise,
    async [Symbol.asyncDispose](): Promise<void> {
      listener.close();
      for (const conn of conns) closeQuietly(conn);
      await accepting;
      await Promise.all(tasks);
    },
  };
}

/** Reads the request, sends each piece in one write, and keeps the connection open. */
export function answer(...pieces: readonly (string | Uint8Array)[]): Behaviour {
  return async (conn) => {
    await readSome(conn);
    for (const piece of pieces) await send(conn, piece);
  };
}

/** Reads the request, sends this, and closes. */
export function answerAndClose(text: string): Behaviour {
  return async (conn) => {
    await readSome(conn);
    if (text !== "") await send(conn, text);
    conn.close();
  };
}

/** Reads the first message of TLS, and sends a fatal alert (RFC 8446, section 6). */
export function alertWith(description: number): Behaviour {
  return async (conn) => {
    await readSome(conn);
    await send(conn, Uint8Array.of(0x15, 3, 3, 0, 2, 2, description));
    conn.close();
  };
}

/** Reads the request, sends the head, then the same piece until the client closes. */
export function answerForEver(head: string, piece: string, pauseMs = 0): Behaviour {
  return async (conn) => {
    await readSome(conn);
    await send(conn, head);
    for (;;) {
      await send(conn, piece);
      if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  };
}

/** A behaviour that waits before it answers. */
export interface Held {
  readonly behave: Behaviour;
  /** Resolves when a request has been read. */
  readonly requested: Promise<void>;
  /** Lets it answer. */
  readonly release: () => void;
}

/** Reads the request, and calls `respond` once it is released. */
export function hold(respond: (conn: Deno.Conn) => Promise<unknown>): Held {
  const requested = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  return {
    behave: async (conn) => {
      await readSome(conn);
      requested.resolve();
      await released.promise;
      await respond(conn);
    },
    requested: requested.promise,
    release: released.resolve,
  };
}

/** Sends an empty answer of status 200. */
export async function respondOk(conn: Deno.Conn): Promise<void> {
  await send(conn, head("HTTP/1.1 200 OK"));
}

/** Keeps each request, whose bytes must come at once, and answers 200. */
export function record(requests: string[]): Behaviour {
  return async (conn) => {
    const buffer = new Uint8Array(4096);
    const count = await conn.read(buffer) ?? 0;
    requests.push(new TextDecoder().decode(buffer.subarray(0, count)));
    await respondOk(conn);
  };
}

/** Accepts the connection and sends nothing. */
export const neverAnswer: Behaviour = async () => {};

/** Resets each connection after its request. It uses `node:net`: Deno's `close` sends FIN first. */
export async function listenAndReset(): Promise<Listening> {
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => socket.resetAndDestroy());
  });
  return await listenOnFreePort(server);
}

/** Returns a port on which nothing listens. */
export function refusedPort(): number {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  return port;
}

/** Formats a head with this status line and an empty body. */
export function head(statusLine: string, ...fields: readonly string[]): string {
  return [statusLine, ...fields, "Content-Length: 0", "", ""].join("\r\n");
}

async function send(conn: Deno.Conn, piece: string | Uint8Array): Promise<void> {
  const bytes = typeof piece === "string" ? new TextEncoder().encode(piece) : piece;
  for (let sent = 0; sent < bytes.length;) sent += await conn.write(bytes.subarray(sent));
}

async function readSome(conn: Deno.Conn): Promise<void> {
  await conn.read(new Uint8Array(4096));
}

async function untilClosed(conn: Deno.Conn): Promise<void> {
  const buffer = new Uint8Array(4096);
  while (await conn.read(buffer) !== null);
}

function closeQuietly(conn: Deno.Conn): void {
  try {
    conn.close();
  } catch {
    // It is already closed.
  }
}
