/** @module A receiver of notices that fails in phases. */
import type { Milliseconds } from "../../../../src/process/time/duration.ts";
import { sleep } from "../../../../src/process/time/sleep.ts";
import { pick } from "../../../support/random.ts";
import { pause } from "../../client.ts";

/** What became of a message, as its sender knows it. */
export type Fate = "taken" | "lost" | "refused";

/** Takes a message. */
export type Take = (body: string, fate: Fate) => void;

const FAILURES = [
  ...["500", "502", "403", "429", "429 with Retry-After"],
  ...["hangs", "closes", "is slow", "refuses connections"],
] as const;
type Mode = "good" | typeof FAILURES[number];

/** An HTTP server that takes messages, or does not. */
export class Receiver implements AsyncDisposable {
  readonly #take: Take;
  readonly #conns = new Set<Deno.Conn>();
  #listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  #accepting: Promise<void>;
  #mode: Mode = "good";
  /** Since when it has taken all messages; `Infinity` while it does not. */
  goodMs: Milliseconds = 0;
  /** The number of messages by what became of them. */
  readonly counts: Record<Fate, number> = { taken: 0, lost: 0, refused: 0 };

  constructor(take: Take) {
    this.#take = take;
    this.#accepting = this.#accept();
  }

  get port(): number {
    return (this.#listener.addr as Deno.NetAddr).port;
  }

  /** Takes messages for a while, and then fails for a while. */
  async phase(next: () => number, scaleMs: Milliseconds, signal: AbortSignal): Promise<void> {
    await sleep(scaleMs * (0.7 + 2.3 * next()), signal);
    if (signal.aborted) return;
    this.goodMs = Infinity;
    this.#mode = pick(FAILURES, next);
    const { port } = this;
    if (this.#mode === "refuses connections") this.#listener.close();
    await sleep(scaleMs * (0.1 + 0.5 * next()), signal);
    if (this.#mode === "refuses connections") {
      await this.#accepting;
      this.#listener = Deno.listen({ hostname: "127.0.0.1", port });
      this.#accepting = this.#accept();
    }
    this.#mode = "good";
    this.goodMs = Date.now();
  }

  async #accept(): Promise<void> {
    for await (const conn of this.#listener) {
      this.#conns.add(conn);
      this.#answer(conn).catch(() => {}).finally(() => {
        if (this.#conns.delete(conn)) conn.close();
      });
    }
  }

  async #answer(conn: Deno.TcpConn): Promise<void> {
    const body = await readBody(conn);
    const mode = this.#mode;
    const fate = fateIn(mode);
    this.counts[fate]++;
    this.#take(body, fate);
    if (mode === "closes") return;
    // The sender closes the connection.
    if (mode === "hangs") await conn.read(new Uint8Array(1));
    if (mode === "is slow") await pause(1500);
    const status = fate === "taken" ? "200" : mode.slice(0, 3);
    const retry = mode.endsWith("After") ? "Retry-After: 2\r\n" : "";
    const head = `HTTP/1.1 ${status} X\r\nContent-Length: 0\r\n${retry}Connection: close\r\n\r\n`;
    await conn.write(new TextEncoder().encode(head));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    for (const conn of this.#conns) conn.close();
    this.#conns.clear();
    await this.#accepting;
  }
}

function fateIn(mode: Mode): Fate {
  if (mode === "good" || mode === "is slow") return "taken";
  return mode === "hangs" || mode === "closes" ? "lost" : "refused";
}

/** Reads a request with a length. Returns the bytes of its body and of its head as one text. */
async function readBody(conn: Deno.TcpConn): Promise<string> {
  let text = "";
  const bytes = new Uint8Array(65_536);
  for (;;) {
    const count = await conn.read(bytes);
    if (count === null) throw new Error("closed");
    text += String.fromCharCode(...bytes.subarray(0, count));
    const end = text.indexOf("\r\n\r\n") + 4;
    const [, length] = /^content-length: (\d+)/im.exec(text) ?? [];
    if (end > 3 && text.length - end >= Number(length)) return text;
  }
}
