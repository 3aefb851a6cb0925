import { checkOne, reportOf } from "./check.ts";
import type { Endpoint, Report, Result, Target } from "./report.ts";

/** How rounds are shared. */
export interface RoundsOptions {
  /** What there is to check. */
  targets: readonly Target[];
  /** Is told the result of each check, once. */
  tell?: (result: Result) => void;
  /**
   * How many checks of one endpoint may run at the same time.
   * @default {4}
   */
  limit?: number;
}

/**
 * Who shares a round. A round of its own belongs to each request, whatever endpoints it asks for, until
 * `limit` checks of an endpoint run: a request beyond them waits for that endpoint's next check to
 * start, together with all who wait. It never joins a check that has begun, so every answer rests only
 * on checks that began after its request; the load on each endpoint and this process's memory stay
 * bounded whatever comes in; and who asks for a fast endpoint does not wait for a slow one.
 */
export class Rounds {
  readonly #checks: ReadonlyMap<Endpoint, SharedCheck>;

  constructor({ targets, tell = () => {}, limit = 4 }: RoundsOptions) {
    this.#checks = new Map(targets.map((target) => {
      const run = async (): Promise<Result> => {
        const result = await checkOne(target);
        tell(result);
        return result;
      };
      return [target.endpoint, new SharedCheck(run, limit)];
    }));
  }

  /** The report of a round of these endpoints that has not begun yet. It never rejects. */
  async ask(endpoints: readonly Endpoint[]): Promise<Report> {
    const startedAt = new Date();
    const results = endpoints.flatMap((endpoint) => this.#checks.get(endpoint)?.ask() ?? []);
    return reportOf(startedAt, await Promise.all(results));
  }
}

/** The checks of one endpoint. */
class SharedCheck {
  readonly #run: () => Promise<Result>;
  readonly #limit: number;
  #running = 0;
  #next: PromiseWithResolvers<Result> | undefined;

  constructor(run: () => Promise<Result>, limit: number) {
    this.#run = run;
    this.#limit = limit;
  }

  /** The result of a check that has not begun yet. */
  ask(): Promise<Result> {
    if (this.#running < this.#limit) return this.#start();
    this.#next ??= Promise.withResolvers();
    return this.#next.promise;
  }

  async #start(): Promise<Result> {
    this.#running++;
    try {
      return await this.#run();
    } finally {
      this.#running--;
      const next = this.#next;
      this.#next = undefined;
      if (next !== undefined) next.resolve(this.#start());
    }
  }
}
