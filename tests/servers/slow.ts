/** @module Servers of every kind that answer rightly after a pause, in one phase of a check. */
import { fixture } from "../support/outcome.ts";
import { type Bytes, END_HEADERS, END_STREAM, field, frame, text, TYPE } from "./http2_frames.ts";

/** What a server sends before its pause, and after it. */
type Parts = readonly [before: Bytes, after: Bytes];

const HTTP_HEAD = text("HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n");
const HTTP_BODY = text("all is well");
const SETTINGS = frame(TYPE.SETTINGS, 0, 0);
const GRPC_HEAD = frame(TYPE.HEADERS, END_HEADERS, 1, [
  0x88,
  ...field("content-type", "application/grpc"),
]);
const GRPC_BODY = [
  ...frame(TYPE.DATA, 0, 1, [0, 0, 0, 0, 2, 0x08, 1]),
  ...frame(TYPE.HEADERS, END_HEADERS | END_STREAM, 1, field("grpc-status", "0")),
];

/** By protocol and phase. */
const PARTS: Readonly<Record<"http" | "grpc" | "tcp", Readonly<Record<string, Parts>>>> = {
  http: {
    head: [[], [...HTTP_HEAD, ...HTTP_BODY]],
    body: [HTTP_HEAD, HTTP_BODY],
  },
  grpc: {
    head: [[], [...SETTINGS, ...GRPC_HEAD, ...GRPC_BODY]],
    body: [[...SETTINGS, ...GRPC_HEAD], GRPC_BODY],
  },
  tcp: { head: [[], text("+PONG\r\n")], body: [text("+PO"), text("NG\r\n")] },
};
const KINDS = [
  ["http", "http", "/#contains=all+is+well&", ""],
  ["https", "http", "/#contains=all+is+well&insecure&", "http/1.1"],
  ["http+unix", "http", ":/#contains=all+is+well&", ""],
  ["tcp", "tcp", "#send=PING&expect=%2BPONG&", ""],
  ["grpc", "grpc", "/#", ""],
  ["grpcs", "grpc", "/#insecure&", "h2"],
  ["grpc+unix", "grpc", ":/#", ""],
] as const;

/** Servers that pause. They close a connection when the client has; disposing of them closes the rest. */
export class SlowServers implements AsyncDisposable {
  readonly #pauseMs: number;
  readonly #folder: string;
  readonly #listeners: Deno.Listener[] = [];
  readonly #conns = new Set<Deno.Conn>();
  readonly #tasks = new Set<Promise<void>>();
  readonly #busy: Promise<void> | undefined;
  /** The ENDPOINT arguments. Their names are kind and phase. */
  readonly endpoints: string[] = [];

  /**
   * @param pauseMs How long each pauses, in milliseconds.
   * @param folder Where the sockets are.
   * @param busy If given, those that listen on a port accept no connection before it resolves, and all others
   * are left out.
   */
  constructor(pauseMs: number, folder: string, busy?: Promise<void>) {
    this.#pauseMs = pauseMs;
    this.#busy = busy;
    this.#folder = folder;
    for (const [kind, protocol, rest, alpn] of KINDS) {
      for (const [phase, parts] of Object.entries(PARTS[protocol])) {
        if (busy !== undefined && (phase !== "head" || kind.endsWith("+unix"))) continue;
        const address = this.#listen(kind, phase, alpn, (conn) => this.#answer(conn, parts));
        this.endpoints.push(`${kind}://${address}${rest}name=${kind.replace("+", "-")}-${phase}`);
        if (alpn === "" || phase !== "head" || busy !== undefined) continue;
        // The parts without the pause, over TLS that starts late.
        const whole: Parts = [[], parts.flat()];
        const port = Number(
          this.#listen(kind, "whole", alpn, (conn) => this.#answer(conn, whole, 0)).split(":")[1],
        );
        const relay = this.#listen("tcp", "tls", "", async (conn) => {
          await this.#pause();
          const server = await Deno.connect({ hostname: "127.0.0.1", port });
          this.#conns.add(server);
          await Promise.allSettled([
            conn.readable.pipeTo(server.writable),
            server.readable.pipeTo(conn.writable),
          ]);
          this.#close(server);
        });
        this.endpoints.push(`${kind}://${relay}${rest}name=${kind}-tls`);
      }
    }
  }

  /** Accepts connections. Returns the address for a URL. */
  #listen(
    kind: string,
    phase: string,
    alpn: string,
    behave: (conn: Deno.Conn) => Promise<void>,
  ): string {
    const path = `${this.#folder}/${kind}-${phase}.sock`;
    const queue = this.#busy === undefined ? {} : { tcpBacklog: 1 };
    const free = { hostname: "127.0.0.1", port: 0, ...queue };
    const listener = kind.endsWith("+unix")
      ? Deno.listen({ transport: "unix", path })
      : alpn === ""
      ? Deno.listen(free)
      : Deno.listenTls({
        ...free,
        cert: fixture("certificates/good.pem"),
        key: fixture("certificates/good.key"),
        alpnProtocols: [alpn],
      });
    this.#listeners.push(listener);
    this.#tasks.add((async (): Promise<void> => {
      await this.#busy;
      for await (const conn of listener as AsyncIterable<Deno.Conn>) {
        this.#conns.add(conn);
        const task = behave(conn).catch(() => {}).then(() => {
          this.#close(conn);
          this.#tasks.delete(task);
        });
        this.#tasks.add(task);
      }
    })());
    const { addr } = listener;
    return addr.transport === "unix" ? path : `127.0.0.1:${(addr as Deno.NetAddr).port}`;
  }

  /** Fills the queues of the listeners, so that the kernel answers no further client. */
  async fill(): Promise<void> {
    await Promise.all(this.#listeners.map(async ({ addr }) => {
      const { port } = addr as Deno.NetAddr;
      try {
        for (;;) {
          const signal = AbortSignal.timeout(100);
          this.#conns.add(await Deno.connect({ hostname: "127.0.0.1", port, signal }));
        }
      } catch {
        // This one found the queue full.
      }
    }));
  }

  async #answer(conn: Deno.Conn, [before, after]: Parts, pauseMs = this.#pauseMs): Promise<void> {
    await conn.read(new Uint8Array(4096));
    if (before.length > 0) await conn.write(Uint8Array.from(before));
    await this.#pause(pauseMs);
    await conn.write(Uint8Array.from(after));
    while (await conn.read(new Uint8Array(4096)) !== null);
  }

  #close(conn: Deno.Conn): void {
    this.#conns.delete(conn);
    try {
      conn.close();
    } catch {
      // The behaviour has closed it.
    }
  }

  #pause(ms = this.#pauseMs): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, ms));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const listener of this.#listeners) listener.close();
    for (const conn of this.#conns) this.#close(conn);
    for (const task of this.#tasks) await task;
  }
}
