import type { TLSSocket } from "node:tls";
import type { Stream } from "../http1/exchange.ts";
import { tlsFailure } from "./failure.ts";

/**
 * Returns the stream of a TLS socket whose handshake has succeeded.
 *
 * @param hasClientCertificate Whether the client had a certificate to present, for the reasons.
 */
export function streamOf(socket: TLSSocket, hasClientCertificate: boolean): Stream {
  const chunks: AsyncIterator<Uint8Array> = socket[Symbol.asyncIterator]();
  let unread = new Uint8Array();
  // In TLS 1.3, an alert about the client certificate arrives after the handshake. Deno then ends the
  // stream as if the peer had closed it.
  let alert: Error | undefined;
  socket.on("error", (error) => alert ??= error);
  const failureOf = (error: unknown): unknown =>
    tlsFailure(alert ?? error, { hasClientCertificate, connected: true });
  return {
    async read(buffer): Promise<number | null> {
      if (unread.length === 0) {
        const { done, value } = await chunks.next().catch((error) => {
          throw failureOf(error);
        });
        if (done && alert !== undefined) throw failureOf(alert);
        if (done) return null;
        unread = new Uint8Array(value);
      }
      const count = Math.min(unread.length, buffer.length);
      buffer.set(unread.subarray(0, count));
      unread = unread.subarray(count);
      return count;
    },
    write(bytes): Promise<number> {
      const { promise, resolve, reject } = Promise.withResolvers<number>();
      socket.write(
        bytes,
        (error) => error ? reject(failureOf(socket.errored ?? error)) : resolve(bytes.length),
      );
      return promise;
    },
  };
}
