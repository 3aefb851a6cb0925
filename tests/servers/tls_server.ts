import { createServer, type SecureVersion, type TLSSocket } from "node:tls";
import { fixture } from "../support/outcome.ts";
import { type Listening, listenOnFreePort } from "./free_port.ts";

/**
 * Serves over one version of TLS, and wants a client certificate: `self_signed.pem`. To any request it
 * answers with HTTP status 200.
 */
export async function serveWithClientCertificates(
  version: SecureVersion,
): Promise<Listening> {
  const server = createServer({
    cert: fixture("certificates/good.pem"),
    key: fixture("certificates/good.key"),
    ca: [fixture("certificates/self_signed.pem")],
    requestCert: true,
    rejectUnauthorized: true,
    minVersion: version,
    maxVersion: version,
  }, (socket: TLSSocket) => {
    socket.on("error", () => {});
    socket.once("data", () => socket.end("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
  });
  server.on("tlsClientError", () => {});
  return await listenOnFreePort(server);
}

/**
 * A server that asks for a client certificate, and notes the names that it got and that SNI named.
 */
export class MutualServer implements AsyncDisposable {
  readonly clients: string[] = [];
  readonly serverNames: string[] = [];
  readonly #server = createServer({
    cert: fixture("certificates/good.pem"),
    key: fixture("certificates/good.key"),
    ca: fixture("certificates/authority.pem"),
    requestCert: true,
    rejectUnauthorized: false,
    ALPNProtocols: ["http/1.1", "h2"],
  }, (socket: TLSSocket) => {
    const { subject } = socket.getPeerCertificate() ?? {};
    this.clients.push(String(subject?.CN ?? "none"));
    this.serverNames.push(String((socket as { servername?: string }).servername || "none"));
    socket.on("error", () => {});
    socket.once("data", () => socket.end("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
  });

  async listen(): Promise<number> {
    this.#server.on("tlsClientError", () => {});
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return (this.#server.address() as { port: number }).port;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await new Promise<unknown>((resolve) => this.#server.close(resolve));
  }
}
