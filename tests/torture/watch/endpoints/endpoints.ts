/** @module Endpoints that fail and recover. */
import type { Milliseconds } from "../../../../src/process/time/duration.ts";
import { sleep } from "../../../../src/process/time/sleep.ts";
import { pick, random } from "../../../support/random.ts";
import { secretsIn } from "../leaks/secrets.ts";
import type { Truth } from "../truth/truth.ts";
import { argumentsOf, NAMES, sentTo, writeSecrets } from "./arguments.ts";
import { serveHttp, serveTcp, serveTls, type Take } from "./servers.ts";

/** Serves endpoints, and tells the truth of each check. */
export class Endpoints implements AsyncDisposable {
  /** The ENDPOINT arguments. */
  readonly args: readonly string[];
  /** The statuses of those that fail. */
  readonly #statuses: Map<string, number>;
  readonly #servers: AsyncDisposable;

  private constructor(
    args: readonly string[],
    ...[statuses, servers]: readonly [Map<string, number>, AsyncDisposable]
  ) {
    this.args = args;
    this.#statuses = statuses;
    this.#servers = servers;
  }

  /** @param folder Where to write the files that hold secrets. */
  static async start(truth: Truth, folder: string): Promise<Endpoints> {
    const statuses = new Map<string, number>();
    const take: Take = (name, request) => {
      const status = statuses.get(name) ?? 200;
      truth.happened.check(name, status === 200);
      for (const place of secretsIn(request, ...sentTo(name))) {
        truth.fault(`a request to ${name} has the secret of ${place}`);
      }
      return status;
    };
    await using stack = new AsyncDisposableStack();
    const [http, tcp] = [serveHttp, serveTcp].map((serve) => stack.use(serve(take)).port);
    const tlsPort = stack.use(await serveTls(take)).port;
    await writeSecrets(folder);
    const args = argumentsOf({ httpPort: http ?? 0, tcpPort: tcp ?? 0, tlsPort, folder });
    return new Endpoints(args, statuses, stack.move());
  }

  /**
   * Fails and recovers at random, until the signal aborts. The second half does so more slowly.
   *
   * @param scaleMs The mean time that a slow one is up or down.
   */
  async flip(seed: number, scaleMs: Milliseconds, signal: AbortSignal): Promise<void> {
    await Promise.all(NAMES.map(async (name, index) => {
      const next = random(seed + 104_729 * index);
      const meanMs = index < NAMES.length / 2 ? scaleMs / 5 : scaleMs;
      while (!signal.aborted) {
        await sleep(meanMs * 2 * next(), signal);
        this.#statuses.set(name, pick([500, 503, 404, 429], next));
        await sleep(meanMs * 2 * next(), signal);
        this.#statuses.delete(name);
      }
    }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#servers[Symbol.asyncDispose]();
  }
}
