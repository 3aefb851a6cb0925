/** @module An endpoint whose behaviour changes. */
import type { Milliseconds } from "../../src/process/time/duration.ts";
import { head, listen, type Misbehaving } from "../servers/misbehaving.ts";

/** The modes of an endpoint. Only `good` is ok. */
export const MODES = [
  "good",
  "unavailable",
  "hang",
  "close",
  "drip",
  "garbage",
  "lie",
  "cut",
] as const;
/** How an endpoint behaves. */
export type Mode = (typeof MODES)[number];

const BODY = "all is well";

/** An endpoint that records when it was in which mode. */
export class TorturedEndpoint implements AsyncDisposable {
  readonly #server: Misbehaving;
  readonly #history: { readonly good: boolean; readonly since: number }[];
  #mode: Mode = "good";

  constructor() {
    this.#history = [{ good: true, since: 0 }];
    this.#server = listen(async (conn) => {
      // The mode at the start of the connection decides.
      const mode = this.#mode;
      if (await conn.read(new Uint8Array(4096)) === null) return;
      const send = async (text: string): Promise<void> => {
        await conn.write(new TextEncoder().encode(text));
      };
      const whole = `HTTP/1.1 200 OK\r\nContent-Length: ${BODY.length}\r\n\r\n`;
      const behaviours: Record<Mode, () => Promise<void>> = {
        good: () => send(whole + BODY),
        unavailable: () => send(head("HTTP/1.1 503 X")),
        hang: () => Promise.resolve(),
        close: () => Promise.resolve(conn.close()),
        drip: async () => {
          for (;;) {
            await send(".");
            await new Promise((resolve) => setTimeout(resolve, 50));
          }
        },
        garbage: () => send("SSH-2.0-x\r\n"),
        lie: () => send(`${whole}all is lost`),
        cut: async () => {
          await send(`${whole}all`);
          conn.close();
        },
      };
      await behaviours[mode]();
    });
  }

  /** The ENDPOINT argument, without a name. */
  get url(): string {
    return `http://127.0.0.1:${this.#server.port}/#contains=all+is+well`;
  }

  /** Changes the mode for the connections to come. */
  set mode(mode: Mode) {
    this.#mode = mode;
    this.#history.push({ good: mode === "good", since: performance.now() });
  }

  /**
   * Reports whether it has been good from a time until now.
   *
   * @returns `undefined` if it was good for only a part of that time.
   */
  goodSince(timeMs: Milliseconds): boolean | undefined {
    const first = this.#history.findLastIndex(({ since }) => since <= timeMs);
    const states = new Set(this.#history.slice(first).map(({ good }) => good));
    const [state] = states;
    return states.size === 1 ? state : undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server[Symbol.asyncDispose]();
  }
}
