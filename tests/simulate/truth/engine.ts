import type { Milliseconds, Seconds } from "../../../src/process/time/duration.ts";
import { STALL } from "../options.ts";

/** A round that starts later than this tells of a freeze. */
const LATE_MS: Milliseconds = 1000;

/** Knows the pages that `engine` showed, in the order in which they were read. */
export class Engine {
  readonly #everyMs: Milliseconds;
  /** `null` is a page without work, and whatever else ends a standstill. */
  readonly #pages: { readonly ms: Milliseconds; readonly counter: number | null }[] = [];
  /** When the next round is due; `undefined` before the first. */
  #dueMs: Milliseconds | undefined;
  /** Whether the process was frozen since the last check started. */
  #wasFrozen = false;

  constructor(every: Seconds) {
    this.#everyMs = every * 1000;
  }

  /** A pod has started, which knows no page. */
  started(): void {
    this.#pages.length = 0;
    this.#dueMs = undefined;
    this.#wasFrozen = false;
  }

  /** A scheduled round starts. */
  roundStarts(ms: Milliseconds): void {
    this.#dueMs ??= ms;
    if (ms - this.#dueMs > LATE_MS) this.#wasFrozen = true;
  }

  /** A scheduled round has ended. */
  roundEnded(ms: Milliseconds): void {
    this.#dueMs = Math.max((this.#dueMs ?? ms) + this.#everyMs, ms);
  }

  /** A check starts. An engine that was frozen with this process made no progress meanwhile. */
  checkStarts(ms: Milliseconds): void {
    if (this.#wasFrozen) this.#pages.push({ ms, counter: null });
    this.#wasFrozen = false;
  }

  /**
   * Takes the page of a check that ends, `null` without work. One that was read before that of a check that
   * has ended adds nothing, but ends a standstill if it shows anything else.
   *
   * @param ms When it was read.
   * @returns Whether the engine makes progress.
   */
  page(ms: Milliseconds, counter: number | null): boolean {
    const last = this.#pages.at(-1);
    if (last === undefined || ms >= last.ms) this.#pages.push({ ms, counter });
    else if (last.counter !== counter) this.#pages.push({ ms: last.ms, counter: null });
    if (this.#pages.length > 512) this.#pages.shift();
    return counter === null || this.#standstillMs(counter) < STALL * 1000;
  }

  /** For how long the pages show the same counter. */
  #standstillMs(counter: number): Milliseconds {
    const newestMs = this.#pages.at(-1)?.ms ?? 0;
    let sinceMs = newestMs;
    for (let at = this.#pages.length - 1; at >= 0; at--) {
      const page = this.#pages[at];
      if (page?.counter !== counter || sinceMs - page.ms > STALL * 1000) break;
      sinceMs = page.ms;
    }
    return newestMs - sinceMs;
  }
}
