/** @module A client that asks again when a connection fails. */
import type { Milliseconds } from "../../src/process/time/duration.ts";
import { sendRaw } from "../support/raw_request.ts";

/** An answer, and when its request was sent. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly requestedMs: Milliseconds;
}

/** A round takes one timeout, or two if it joins the next check: this is never right. */
const MAX_WAIT: Milliseconds = 5000;
const RETRY: Milliseconds = 20;
/** How long a line of the log and a signal may take. */
const MAX_DELAY: Milliseconds = 2000;
/** A connection that is kept alive must not look like a descriptor that leaked. */
const MAX_IDLE: Milliseconds = 500;

/** Sends requests to the sidecar. */
export class Client implements Disposable {
  readonly port: number;
  readonly #http = Deno.createHttpClient({ poolIdleTimeout: MAX_IDLE });
  readonly #patience: Milliseconds;
  /** The number of connections that were refused or closed without an answer. */
  retries = 0;

  /**
   * @param port The port of the sidecar.
   * @param patience How long connections may fail before that is wrong; 0 if none may.
   */
  constructor(port: number, patience: Milliseconds) {
    this.port = port;
    this.#patience = patience;
  }

  /** Gets a path as JSON. Throws if there is no answer for too long. */
  get(path: string): Promise<Answer> {
    return this.#insist(async (signal) => {
      const headers = { accept: path === "/metrics" ? "text/plain" : "application/json" };
      const url = `http://127.0.0.1:${this.port}${path}`;
      const answer = await fetch(url, { client: this.#http, headers, signal });
      return { status: answer.status, body: await answer.text() };
    });
  }

  /** Sends a head as it is. Throws if there is no answer for too long. */
  raw(head: string): Promise<Answer> {
    return this.#insist(async (signal) => {
      const answer = await sendRaw(this.port, head, signal);
      const [, status] = /^HTTP\/1\.1 (\d{3}) /.exec(answer) ?? [];
      if (status === undefined) throw new Error(`no HTTP: ${JSON.stringify(answer.slice(0, 100))}`);
      return { status: Number(status), body: answer };
    });
  }

  /** Opens a connection. Throws if it is refused for too long. */
  async connect(): Promise<Deno.TcpConn> {
    const { conn } = await this.#insist(async (signal) => ({
      conn: await Deno.connect({ hostname: "127.0.0.1", port: this.port, signal }),
    }));
    return conn;
  }

  [Symbol.dispose](): void {
    this.#http.close();
  }

  async #insist<T>(
    attempt: (signal: AbortSignal) => Promise<T>,
  ): Promise<T & { requestedMs: Milliseconds }> {
    const startMs = performance.now();
    for (;;) {
      const requestedMs = performance.now();
      try {
        return { ...await attempt(AbortSignal.timeout(MAX_WAIT)), requestedMs };
      } catch (error) {
        const deafMs = performance.now() - startMs;
        if (deafMs >= this.#patience) {
          throw new Error(`no answer for ${Math.round(deafMs)} ms: ${error}`);
        }
        this.retries++;
        await pause(RETRY);
      }
    }
  }
}

/** Waits until a condition holds. Returns whether it did in time for a line of the log or a signal. */
export async function eventually(
  condition: () => boolean | Promise<boolean>,
): Promise<boolean> {
  const endMs = performance.now() + MAX_DELAY;
  while (!await condition()) {
    if (performance.now() > endMs) return false;
    await pause(10);
  }
  return true;
}

/** Waits. */
export function pause(ms: Milliseconds): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
