/** @module Servers over TLS whose certificates change. */
import { listen, listenOn, type Misbehaving } from "../../servers/misbehaving.ts";
import { type Pair, pairOf } from "./certificate.ts";

/** How a server speaks TLS. */
export interface TlsSpeech {
  /** The protocol that it chooses. */
  readonly alpn: string;
  /** Its certificates by mode; that of `good` is also that of every other mode. */
  readonly certificates: Readonly<Record<string, Pair>>;
}

/** The certificates of a server at an address that the test's own authority signed. */
const CERTIFICATES: Readonly<Record<string, Pair>> = {
  good: pairOf("good"),
  expired: pairOf("expired"),
  "wrong name": pairOf("wrong_name"),
  "self-signed": pairOf("self_signed"),
};
export const HTTP_TLS: TlsSpeech = { alpn: "http/1.1", certificates: CERTIFICATES };
export const GRPC_TLS: TlsSpeech = { alpn: "h2", certificates: CERTIFICATES };
/** Those of one that is asked for by another name. */
export const NAMED_TLS: TlsSpeech = {
  alpn: "http/1.1",
  certificates: { ...CERTIFICATES, good: pairOf("wrong_name"), "wrong name": pairOf("good") },
};

/**
 * Serves over TLS on one port with the certificate of the mode.
 *
 * @param mode Returns the mode of a connection that starts.
 * @param behave What the server does with one connection in its mode.
 */
export function listenTls(
  { alpn, certificates }: TlsSpeech,
  mode: () => string,
  behave: (conn: Deno.Conn, mode: string) => Promise<void>,
): Misbehaving {
  /** The modes of connections, by their own ports. */
  const modes = new Map<number, string>();
  const servers = new Map(
    Object.entries(certificates).map(([name, pair]) => {
      const options = { hostname: "127.0.0.1", port: 0, alpnProtocols: [alpn] };
      const listener = Deno.listenTls({ ...options, ...pair });
      const take = async (conn: Deno.Conn): Promise<void> => {
        await (conn as Deno.TlsConn).handshake();
        await behave(conn, modes.get((conn.remoteAddr as Deno.NetAddr).port) ?? "hang");
      };
      return [name, listenOn(listener, take)];
    }),
  );
  const relay = listen(async (conn) => {
    const mine = mode();
    const server = servers.get(mine) ?? servers.get("good");
    using onward = await Deno.connect({ hostname: "127.0.0.1", port: server?.port ?? 0 });
    const { port } = onward.localAddr as Deno.NetAddr;
    modes.set(port, mine);
    await Promise.race([copy(conn, onward), copy(onward, conn)]);
    modes.delete(port);
    conn.close();
  });
  return {
    ...relay,
    async [Symbol.asyncDispose](): Promise<void> {
      await relay[Symbol.asyncDispose]();
      for (const server of servers.values()) await server[Symbol.asyncDispose]();
    },
  };
}

/** Copies until the end of what is read, or an error. */
async function copy(from: Deno.Conn, to: Deno.Conn): Promise<void> {
  const buffer = new Uint8Array(16_384);
  try {
    for (let size; (size = await from.read(buffer)) !== null;) {
      for (let sent = 0; sent < size;) sent += await to.write(buffer.subarray(sent, size));
    }
  } catch {
    // One of them is closed.
  }
}
