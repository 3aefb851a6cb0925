import { type AddressInfo, createServer } from "node:net";

// Servers that misbehave on purpose, each on a free port of 127.0.0.1 unless told otherwise.

/** A listener that is closed, with every connection it took, at the end of its scope. */
export interface Misbehaving extends AsyncDisposable {
  readonly port: number;
  /** How many connections it has taken. */
  readonly taken: () => number;
  /** Settles when a connection has been taken and the client has closed it. */
  readonly closed: Promise<void>;
}

type Behaviour = (conn: Deno.Conn) => Promise<void>;

/** What a listener needs to know. */
export interface ListenOptions {
  /** @default {"127.0.0.1"} */
  hostname?: string;
  /** @default {0} */
  port?: number;
}

/** Takes connections and treats each as it is told; one that is left open stays so until the end. */
export function listen(behave: Behaviour, options: ListenOptions = {}): Misbehaving {
  const { hostname = "127.0.0.1", port = 0 } = options;
  const listener = Deno.listen({ hostname, port });
  const conns: Deno.Conn[] = [];
  const tasks: Promise<void>[] = [];
  const closed = Promise.withResolvers<void>();
  const accepting = (async (): Promise<void> => {
    for await (const conn of listener) {
      conns.push(conn);
      tasks.push(
        behave(conn)
          .then(() => untilClosed(conn))
          .catch(() => {})
          .finally(() => {
            closeQuietly(conn);
            closed.resolve();
          }),
      );
    }
  })();
  return {
    port: listener.addr.port,
    taken: () => conns.length,
    closed: closed.promise,
    async [Symbol.asyncDispose](): Promise<void> {
      listener.close();
      for (const conn of conns) closeQuietly(conn);
      await accepting;
      await Promise.all(tasks);
    },
  };
}

/** Reads the request, then sends these pieces, one write each, and keeps the connection open. */
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

/** Sends the same bytes for ever. */
export function answerForEver(head: string, piece: string, pause = 0): Behaviour {
  return async (conn) => {
    await readSome(conn);
    await send(conn, head);
    for (;;) {
      await send(conn, piece);
      if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause));
    }
  };
}

/** Takes the connection and says nothing. */
export const neverAnswer: Behaviour = async () => {};

/** Resets every connection once it has a request; through node:net, for Deno's close sends FIN first. */
export async function listenAndReset(): Promise<AsyncDisposable & { readonly port: number }> {
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => socket.resetAndDestroy());
  });
  const listening = Promise.withResolvers<void>();
  server.listen(0, "127.0.0.1", () => listening.resolve());
  await listening.promise;
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose](): Promise<void> {
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      await closed.promise;
    },
  };
}

/** A port on which nothing listens. */
export function refusedPort(): number {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  return port;
}

/** A head with this status line and an empty body. */
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
    // It closed the connection itself.
  }
}
