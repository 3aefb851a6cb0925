import { listenOn, type Misbehaving } from "../../servers/misbehaving.ts";
import { type Asked, TorturedEndpoint } from "../endpoint.ts";
import { listenTls } from "./tls.ts";

/** How an endpoint speaks. */
export interface Speech {
  /** The ENDPOINT argument of an address, with a fragment that is not empty. */
  readonly url: (address: string) => string;
  /** What it answers in each mode, `good` among them. */
  readonly answers: Readonly<Record<string, () => Uint8Array>>;
  /** The socket that it listens on; a free port without one. */
  readonly path?: string;
  /** The protocol that it chooses over TLS. */
  readonly alpn?: string;
}

/** The certificates that fail, by mode. */
const BAD_CERTIFICATES = ["expired", "wrong_name", "self_signed"];
const DRIP_MS = 50;
/** How many bytes the answer lacks that breaks off: a part of the body, or of a frame. */
const CUT = 4;

/** An endpoint that is a server. */
export class TorturedServer extends TorturedEndpoint {
  readonly failing: readonly string[];
  readonly slow: readonly string[] = ["hang", "drip", "cut"];
  readonly url: string;
  readonly #server: Misbehaving;

  constructor({ url, answers, path, alpn }: Speech, asked?: Partial<Asked>) {
    super(asked);
    const wrong = Object.keys(answers).filter((mode) => mode !== "good");
    this.failing = ["close", "garbage", ...wrong, ...(alpn === undefined ? [] : BAD_CERTIFICATES)];
    const behave = async (conn: Deno.Conn, mode: string): Promise<void> => {
      if (await conn.read(new Uint8Array(4096)) === null) return;
      const whole = (answers[mode] ?? answers["good"])?.() ?? new Uint8Array();
      if (mode === "close") conn.close();
      else if (mode === "garbage") await conn.write(new TextEncoder().encode("SSH-2.0-x\r\n"));
      else if (mode === "cut") {
        await conn.write(whole.subarray(0, -CUT));
        conn.close();
      } else if (mode === "drip") {
        for (;;) {
          await conn.write(new TextEncoder().encode("."));
          await new Promise((resolve) => setTimeout(resolve, DRIP_MS));
        }
      } else if (mode !== "hang") {
        await conn.write(whole);
        if (mode.endsWith("then close")) conn.close();
      }
    };
    // The mode at the start of the connection decides.
    this.#server = alpn === undefined
      ? listenOn(
        path === undefined
          ? Deno.listen({ hostname: "127.0.0.1", port: 0 })
          : Deno.listen({ transport: "unix", path }),
        (conn) => behave(conn, this.mode),
      )
      : listenTls(["good", ...BAD_CERTIFICATES], alpn, () => this.mode, behave);
    this.url = url(path ?? `127.0.0.1:${this.#server.port}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server[Symbol.asyncDispose]();
  }
}
