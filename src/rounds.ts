import type { Report } from "./report.ts";

/** How rounds are shared. */
export interface RoundsOptions {
  /** One round. It must not reject. */
  run: () => Promise<Report>;
  /**
   * How many rounds may run at the same time.
   * @default {4}
   */
  limit?: number;
}

/**
 * Who shares a round. A request gets a round of its own while fewer than `limit` run; one beyond them
 * waits for the next to start, together with all who wait. It never joins a round that has begun, so
 * every answer rests on checks that began after its request, and the load on each endpoint and this
 * process's memory stay bounded whatever comes in.
 */
export class Rounds {
  readonly #run: () => Promise<Report>;
  readonly #limit: number;
  #running = 0;
  #next: PromiseWithResolvers<Report> | undefined;

  constructor({ run, limit = 4 }: RoundsOptions) {
    this.#run = run;
    this.#limit = limit;
  }

  /** The report of a round that has not begun yet. */
  ask(): Promise<Report> {
    if (this.#running < this.#limit) return this.#start();
    this.#next ??= Promise.withResolvers();
    return this.#next.promise;
  }

  async #start(): Promise<Report> {
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
