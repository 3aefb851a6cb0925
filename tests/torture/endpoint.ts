import { head, listen, type Misbehaving } from "../servers/misbehaving.ts";

/** How an endpoint behaves: the first is right, and all others are wrong. */
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
export type Mode = (typeof MODES)[number];

const BODY = "all is well";

/** An endpoint of many moods, and when it had which. */
export class TorturedEndpoint implements AsyncDisposable {
  readonly #server: Misbehaving;
  readonly #history: { readonly good: boolean; readonly since: number }[];
  #mode: Mode = "good";

  constructor() {
    this.#history = [{ good: true, since: 0 }];
    this.#server = listen(async (conn) => {
      // The mood in which it was asked is the one in which it answers.
      const mode = this.#mode;
      if (await conn.read(new Uint8Array(4096)) === null) return;
      const send = async (text: string): Promise<void> => {
        await conn.write(new TextEncoder().encode(text));
      };
      const whole = `HTTP/1.1 200 OK\r\nContent-Length: ${BODY.length}\r\n\r\n`;
      const acts: Record<Mode, () => Promise<void>> = {
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
      await acts[mode]();
    });
  }

  /** What to check it by. */
  get url(): string {
    return `http://127.0.0.1:${this.#server.port}/#contains=all+is+well`;
  }

  set mode(mode: Mode) {
    this.#mode = mode;
    this.#history.push({ good: mode === "good", since: performance.now() });
  }

  /** Whether it was good from a time on until now: `undefined` where it was so for a part of it. */
  goodSince(time: number): boolean | undefined {
    const first = this.#history.findLastIndex(({ since }) => since <= time);
    const states = new Set(this.#history.slice(first).map(({ good }) => good));
    const [state] = states;
    return states.size === 1 ? state : undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server[Symbol.asyncDispose]();
  }
}
