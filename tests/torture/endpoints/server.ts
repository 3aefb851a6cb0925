import { listenOn, type Misbehaving } from "../../servers/misbehaving.ts";
import { type Asked, TorturedEndpoint } from "../endpoint.ts";
import type { Large } from "./large.ts";
import { listenTls, type TlsSpeech } from "./tls.ts";

/** What a server answers, by mode. Each takes the mode of its connection, which may be another by now. */
type Answers = Readonly<Record<string, (mode: string) => Uint8Array>>;

/** How an endpoint speaks. */
export interface Speech {
  /** The ENDPOINT argument of an address, with a fragment that is not empty. */
  readonly url: (address: string) => string;
  /** What it answers in each mode, `good` among them. */
  readonly answers: Answers;
  /** Answers as large as a check reads: one that is good, and one that is not. */
  readonly large?: Large<() => Uint8Array>;
  /** The socket that it listens on; a free port without one. */
  readonly path?: string;
  /** How it speaks TLS, if it does. */
  readonly tls?: TlsSpeech;
  /** The modes that are as good as `good`. */
  readonly good?: readonly string[];
}

const DRIP_MS = 50;
/** The mode in which an answer is late and good. */
export const LATE = "late";
/** How late it is. */
const LATE_MS = 300;
/** How many bytes the answer lacks that breaks off: a part of the body, or of a frame. */
const CUT = 4;

/** An endpoint that is a server. */
export class TorturedServer extends TorturedEndpoint {
  override readonly good: readonly string[];
  override readonly large: readonly string[];
  readonly failing: readonly string[];
  readonly slow: readonly string[] = ["hang", "drip", "cut"];
  readonly url: string;
  readonly #server: Misbehaving;
  #asks = { left: 0, come: Promise.withResolvers<void>() };

  constructor(
    { url, answers, large, path, tls, good = [] }: Speech,
    asked?: Partial<Asked>,
  ) {
    super(asked);
    this.good = ["good", LATE, ...good];
    this.large = Object.keys(large ?? {});
    const all: Answers = { ...answers, ...large };
    const modes = [...Object.keys(answers), ...Object.keys(tls?.certificates ?? {})];
    this.failing = ["close", "garbage", ...modes.filter((mode) => !this.good.includes(mode))];
    const behave = async (conn: Deno.Conn, mode: string): Promise<void> => {
      if (await conn.read(new Uint8Array(4096)) === null) return;
      if (--this.#asks.left === 0) this.#asks.come.resolve();
      const whole = (all[mode] ?? all["good"])?.(mode) ?? new Uint8Array();
      if (mode === LATE) await new Promise((resolve) => setTimeout(resolve, LATE_MS));
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
        for (let sent = 0; sent < whole.length;) sent += await conn.write(whole.subarray(sent));
        if (mode.endsWith("then close")) conn.close();
      }
    };
    const serve = async (conn: Deno.Conn, mode: string): Promise<void> => {
      try {
        await behave(conn, mode);
        while (await conn.read(new Uint8Array(4096)) !== null);
      } finally {
        this.onEnd(mode);
      }
    };
    // The mode at the start of the connection decides.
    this.#server = tls === undefined
      ? listenOn(
        path === undefined
          ? Deno.listen({ hostname: "127.0.0.1", port: 0 })
          : Deno.listen({ transport: "unix", path }),
        (conn) => serve(conn, this.mode),
      )
      : listenTls(tls, () => this.mode, serve);
    this.url = url(path ?? `127.0.0.1:${this.#server.port}`);
  }

  /** Takes the end of a check that began in a mode. */
  protected onEnd(_mode: string): void {}

  protected override isGood(mode: string): boolean {
    return mode === "large" || super.isGood(mode);
  }

  /** Waits until it has been asked so many times more. */
  asks(count: number): Promise<void> {
    this.#asks = { left: count, come: Promise.withResolvers() };
    return this.#asks.come.promise;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server[Symbol.asyncDispose]();
  }
}
