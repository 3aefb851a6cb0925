import { type AddressInfo, connect, type Socket } from "node:net";
import { createServer, type Server, type TLSSocket } from "node:tls";
import { fixture } from "../../support/outcome.ts";
import { type Asked, TorturedEndpoint } from "../endpoint.ts";
import { type Pair, pairOf, selfSigned } from "./certificate.ts";
import { replaceFile } from "./replace_file.ts";
import { TorturedServer } from "./server.ts";
import { HTTP, WELL } from "./speeches.ts";

const [OLD, NEW] = [pairOf("self_signed"), pairOf("good")];
/** What the files hold in each mode; nothing where they are missing. */
const FILES: Readonly<Record<string, Partial<Pair>>> = {
  good: OLD,
  rotated: NEW,
  expired: pairOf("expired"),
  untrusted: selfSigned("untrusted", new Date(Date.now() + 86_400_000)),
  "another key": { ...OLD, key: NEW.key },
  "no key": { cert: OLD.cert },
  "no certificate": { key: OLD.key },
};

/**
 * A server over TLS that demands a client certificate. Its files are rotated, removed, and replaced by ones
 * that do not fit together or that the server does not trust.
 */
export class TorturedClientCertificate extends TorturedEndpoint {
  override readonly good: readonly string[] = ["good", "rotated"];
  readonly failing: readonly string[];
  readonly slow: readonly string[];
  readonly #plain: TorturedServer;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #paths: Pair;

  private constructor(folder: string, asked: Partial<Asked>) {
    super(asked);
    this.#plain = new TorturedServer(HTTP);
    const files = Object.keys(FILES).filter((mode) => !this.good.includes(mode));
    this.failing = [...files, ...this.#plain.failing];
    this.slow = this.#plain.slow;
    const path = `${folder}/${this.asked.name}`;
    this.#paths = { cert: `${path}.cert`, key: `${path}.key` };
    this.#write(OLD);
    const { hostname, port } = new URL(this.#plain.url);
    const keep = (socket: Socket): Socket => {
      this.#sockets.add(socket);
      return socket.on("error", () => {}).on("close", () => this.#sockets.delete(socket));
    };
    this.#server = createServer({
      ...NEW,
      ca: [OLD.cert, fixture("certificates/authority.pem")],
      requestCert: true,
      rejectUnauthorized: true,
    }, (socket: TLSSocket) => {
      const onward = keep(connect(Number(port), hostname));
      keep(socket).on("close", () => onward.destroy());
      onward.on("close", () => socket.destroy());
      socket.pipe(onward).pipe(socket);
    });
  }

  static async create(folder: string, asked: Partial<Asked>): Promise<TorturedClientCertificate> {
    const endpoint = new TorturedClientCertificate(folder, asked);
    const listening = Promise.withResolvers<void>();
    endpoint.#server.on("tlsClientError", () => {});
    endpoint.#server.listen(0, "127.0.0.1", listening.resolve);
    await listening.promise;
    return endpoint;
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    const { cert, key } = this.#paths;
    const [contains] = WELL;
    return `https://127.0.0.1:${port}/#${contains}&insecure&cert=${cert}&key=${key}`;
  }

  override get mode(): string {
    return super.mode;
  }

  override set mode(mode: string) {
    // A check with the files of one mode may be answered in the next.
    this.note(undefined);
    this.#write(FILES[mode] ?? OLD);
    this.#plain.mode = mode in FILES ? "good" : mode;
    super.mode = mode;
  }

  /** Renames one file after the other, as an agent does that knows of no folder to rename. */
  #write(pair: Partial<Pair>): void {
    for (const name of ["cert", "key"] as const) {
      replaceFile(this.#paths[name], pair[name]);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    const closed = Promise.withResolvers<void>();
    this.#server.close(() => closed.resolve());
    await closed.promise;
    await this.#plain[Symbol.asyncDispose]();
  }
}
