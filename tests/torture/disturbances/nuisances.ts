/** @module Clients that misbehave on purpose. */
import { type Client, pause } from "../client.ts";

/** A client that misbehaves once and disconnects. */
export type Nuisance = (port: number) => Promise<void>;

const encoder = new TextEncoder();

async function withConnection(
  port: number,
  use: (conn: Deno.TcpConn) => Promise<unknown>,
): Promise<void> {
  let conn: Deno.TcpConn | undefined;
  try {
    conn = await Deno.connect({ hostname: "127.0.0.1", port });
    await use(conn);
  } catch {
    // The sidecar may close first.
  } finally {
    try {
      conn?.close();
    } catch {
      // It is already closed.
    }
  }
}

function send(conn: Deno.TcpConn, text: string): Promise<number> {
  return conn.write(encoder.encode(text));
}

/** The nuisances by name. */
export const NUISANCES: Readonly<Record<string, Nuisance>> = {
  "hangs up before the answer": (port) =>
    withConnection(port, (conn) => send(conn, "GET /all HTTP/1.1\r\nHost: x\r\n\r\n")),
  "sends half a request": (port) =>
    withConnection(port, async (conn) => {
      await send(conn, "GET /all HTT");
      await pause(200);
    }),
  "sends 64 KiB of headers": (port) =>
    withConnection(port, async (conn) => {
      const field = `X-A: ${"b".repeat(1000)}\r\n`;
      await send(conn, `GET /all HTTP/1.1\r\nHost: x\r\n${field.repeat(64)}\r\n`);
      await conn.read(new Uint8Array(1024));
    }),
  "sends something other than HTTP": (port) =>
    withConnection(port, async (conn) => {
      await send(conn, "\x16\x03\x01 hello\r\n\r\n");
      await conn.read(new Uint8Array(1024));
    }),
  "requests unknown paths": async (port) => {
    const paths = ["/all/nobody", "/all?exclude=nobody", "/%00", "/all?refresh=x", "/metrics"];
    await Promise.all(paths.map(async (path) => {
      const response = await fetch(`http://127.0.0.1:${port}${path}`).catch(() => undefined);
      await response?.body?.cancel();
    }));
  },
};

/** Opens connections that send nothing. Disposing of the result closes them. */
export async function idle(client: Client, count: number): Promise<Disposable> {
  const conns: Deno.TcpConn[] = [];
  for (let i = 0; i < count; i++) conns.push(await client.connect());
  return { [Symbol.dispose]: () => conns.forEach((conn) => conn.close()) };
}
