import { dial, unbracket } from "../dial.ts";
import { checkHttp } from "../http_check.ts";
import type { Probe } from "../report.ts";

const DEFAULT_PORT = 443;

/** Checks an `https:` endpoint, whose certificate must be good. */
export const probe: Probe = (endpoint, signal) => {
  const { hostname, port } = endpoint.url;
  return checkHttp(endpoint, {
    signal,
    open: async () => {
      const tcp = await dial({ hostname, port: Number(port || DEFAULT_PORT), signal });
      return await secure(tcp, { hostname: unbracket(hostname), signal });
    },
  });
};

interface SecureOptions {
  hostname: string;
  signal: AbortSignal;
}

/** TLS over a connection, which is closed where it fails. */
async function secure(tcp: Deno.TcpConn, { hostname, signal }: SecureOptions): Promise<Deno.Conn> {
  const tls = await Deno.startTls(tcp, { hostname, alpnProtocols: ["http/1.1"] });
  let open = true;
  const close = (): void => {
    if (open) tls.close();
    open = false;
  };
  signal.addEventListener("abort", close);
  try {
    signal.throwIfAborted();
    await tls.handshake();
    return tls;
  } catch (error) {
    close();
    throw error;
  } finally {
    signal.removeEventListener("abort", close);
  }
}
