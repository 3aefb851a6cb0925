/** @module A name server that answers as it is told to. */
import { createSocket } from "node:dgram";
import { listenOn } from "../../servers/misbehaving.ts";
import { queryOf, RIGHT, type Saying } from "./lies.ts";

const ADDRESS = { hostname: "127.0.0.1", port: 53 };

/** What is said of names under `good.example`, and of no other: nothing. */
const honest = (name: string): Saying | undefined =>
  /(?:^|\.)good\.example$/i.test(name) ? RIGHT["good"] : undefined;

/**
 * Starts a name server on port 53 of 127.0.0.1. Disposing of the result ends it.
 *
 * @param sayingOf Returns what it says of a name; it never answers without. By default, names under
 * `good.example` are 127.0.0.1.
 */
export async function startNameServer(
  sayingOf: (name: string) => Saying | undefined = honest,
): Promise<AsyncDisposable> {
  const socket = createSocket("udp4");
  socket.on("message", (bytes, { port, address }) => {
    const query = queryOf(bytes);
    for (const answer of sayingOf(query.name)?.(query) ?? []) socket.send(answer, port, address);
  });
  const listening = Promise.withResolvers<void>();
  socket.once("error", listening.reject);
  socket.bind(ADDRESS.port, ADDRESS.hostname, listening.resolve);
  await listening.promise;
  // Over TCP a length comes before each message (RFC 1035, section 4.2.2).
  const overTcp = listenOn(Deno.listen(ADDRESS), async (conn) => {
    const buffer = new Uint8Array(1024);
    let size = 0;
    while (size < 2 || size < 2 + (buffer[0] ?? 0) * 256 + (buffer[1] ?? 0)) {
      size += await conn.read(buffer.subarray(size)) ?? Infinity;
    }
    const query = queryOf(buffer.subarray(2, size));
    const [answer] = RIGHT["good"]?.(query) ?? [];
    if (sayingOf(query.name) === undefined || answer === undefined) return;
    await conn.write(Uint8Array.of(answer.length >> 8, answer.length & 0xff, ...answer));
  });
  return {
    async [Symbol.asyncDispose](): Promise<void> {
      await overTcp[Symbol.asyncDispose]();
      const closed = Promise.withResolvers<void>();
      socket.close(closed.resolve);
      await closed.promise;
    },
  };
}
