import { isIP } from "node:net";
import { connect } from "node:tls";
import { unbracket } from "../dial.ts";
import { checkHttp, type Connection } from "../http_check.ts";
import type { Probe } from "../report.ts";

const DEFAULT_PORT = 443;

/**
 * Checks an `https:` endpoint, whose certificate must be good. Through `node:tls`, which costs 7 MB
 * where such an endpoint is given: a stream of Deno.startTls that is closed before its handshake has
 * ended keeps its socket, and `fetch` would go through a proxy.
 */
export const probe: Probe = (endpoint, signal) => {
  const hostname = unbracket(endpoint.url.hostname);
  const port = Number(endpoint.url.port || DEFAULT_PORT);
  return checkHttp(endpoint, {
    signal,
    open: async (): Promise<Connection> => {
      if (hostname !== "localhost") {
        return await open({ hostname, port, servername: hostname, signal });
      }
      // Both families of the loopback, as for http.
      try {
        return await open({ hostname: "127.0.0.1", port, servername: hostname, signal });
      } catch (error) {
        if (!isRefused(error)) throw error;
        return await open({ hostname: "::1", port, servername: hostname, signal });
      }
    },
  });
};

interface OpenOptions {
  hostname: string;
  port: number;
  /** The name that the certificate must be good for. */
  servername: string;
  signal: AbortSignal;
}

function open({ hostname, port, servername, signal }: OpenOptions): Promise<Connection> {
  const { promise, resolve, reject } = Promise.withResolvers<Connection>();
  const socket = connect({
    host: hostname,
    port,
    ALPNProtocols: ["http/1.1"],
    // RFC 6066 allows no address there; the certificate is then checked against the host.
    ...(isIP(servername) ? {} : { servername }),
  });
  const abort = (): void => void socket.destroy(new Error("aborted"));
  signal.addEventListener("abort", abort);
  socket.once("secureConnect", () => {
    signal.removeEventListener("abort", abort);
    resolve(connectionOf(socket));
  });
  // It stays for the life of the socket: an error without a listener would end the process.
  socket.on("error", (error) => {
    signal.removeEventListener("abort", abort);
    reject(error);
  });
  socket.once("close", () => reject(new Error("unexpected eof")));
  return promise;
}

function connectionOf(socket: ReturnType<typeof connect>): Connection {
  const chunks: AsyncIterator<Uint8Array> = socket[Symbol.asyncIterator]();
  let left = new Uint8Array();
  return {
    async read(buffer): Promise<number | null> {
      if (left.length === 0) {
        const { done, value } = await chunks.next();
        if (done) return null;
        left = new Uint8Array(value);
      }
      const count = Math.min(left.length, buffer.length);
      buffer.set(left.subarray(0, count));
      left = left.subarray(count);
      return count;
    },
    write(bytes): Promise<number> {
      const { promise, resolve, reject } = Promise.withResolvers<number>();
      socket.write(bytes, (error) => error ? reject(error) : resolve(bytes.length));
      return promise;
    },
    close(): void {
      socket.destroy();
    },
  };
}

function isRefused(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ECONNREFUSED";
}
