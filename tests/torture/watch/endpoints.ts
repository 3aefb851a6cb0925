/** @module Endpoints that fail and recover. */
import type { Milliseconds } from "../../../src/process/time/duration.ts";
import { sleep } from "../../../src/process/time/sleep.ts";
import { pick, random } from "../../support/random.ts";
import { pause } from "../client.ts";
import { SECRETS } from "./secrets.ts";
import type { Truth } from "./truth/truth.ts";

const COUNT = 16;
/** The endpoint whose outages send no message. */
export const OPTIONAL = "e2";
/** The endpoint whose failure is a timeout. */
const HANGING = "e3";
/** Longer than the timeout of a check. */
const HANG: Milliseconds = 1500;
const NAMES = Array.from({ length: COUNT }, (_, index) => `e${index}`);

/** Serves endpoints on one port, and tells the truth of each check. */
export class Endpoints implements AsyncDisposable {
  readonly #server: Deno.HttpServer<Deno.NetAddr>;
  readonly #statuses = new Map<string, number>();
  readonly #end = new AbortController();
  readonly #headers: string;

  /** @param headers The file with the value of a header. */
  constructor(truth: Truth, headers: string) {
    this.#headers = headers;
    const { signal } = this.#end;
    const options = { hostname: "127.0.0.1", port: 0, signal, onListen: () => {} };
    this.#server = Deno.serve(options, async (request) => {
      const name = new URL(request.url).pathname.slice(1);
      const status = this.#statuses.get(name) ?? 200;
      truth.happened.check(name, status === 200);
      if (status !== 200 && name === HANGING) await pause(HANG);
      return new Response(null, { status });
    });
  }

  /** The ENDPOINT arguments. */
  get args(): string[] {
    return NAMES.map((name) => {
      const { port } = this.#server.addr;
      const user = name === "e0" ? `user:${SECRETS.url}@` : "";
      const header = name === "e1" ? `&header-file=X-Token:${this.#headers}` : "";
      const optional = name === OPTIONAL ? "&optional" : "";
      return `http://${user}127.0.0.1:${port}/${name}#name=${name}${header}${optional}`;
    });
  }

  /**
   * Fails and recovers at random, until the signal aborts. The second half does so more slowly.
   *
   * @param scaleMs The mean time that a slow one is up or down.
   */
  async flip(seed: number, scaleMs: Milliseconds, signal: AbortSignal): Promise<void> {
    await Promise.all(NAMES.map(async (name, index) => {
      const next = random(seed + 104_729 * index);
      const meanMs = index < COUNT / 2 ? scaleMs / 5 : scaleMs;
      while (!signal.aborted) {
        await sleep(meanMs * 2 * next(), signal);
        this.#statuses.set(name, pick([500, 503, 404, 429], next));
        await sleep(meanMs * 2 * next(), signal);
        this.#statuses.delete(name);
      }
    }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#end.abort();
    await this.#server.finished;
  }
}
