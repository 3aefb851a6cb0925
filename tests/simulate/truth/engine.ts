import type { Milliseconds } from "../../../src/process/time/duration.ts";
import { STALL } from "../options.ts";

/** Knows the pages that `engine` showed. */
export class Engine {
  readonly #pages: { readonly ms: Milliseconds; readonly counter: number | null }[] = [];

  /** A pod has started, which knows no page. */
  started(): void {
    this.#pages.length = 0;
  }

  /** Takes a page, `null` without work. Returns whether the engine makes progress. */
  page(ms: Milliseconds, counter: number | null): boolean {
    this.#pages.push({ ms, counter });
    if (this.#pages.length > 512) this.#pages.shift();
    let since = ms;
    for (let at = this.#pages.length - 1; at >= 0; at--) {
      const page = this.#pages[at];
      if (page?.counter === null || page?.counter !== counter) break;
      if (since - page.ms > STALL * 1000) break;
      since = page.ms;
    }
    return counter === null || ms - since < STALL * 1000;
  }
}
