/** @module An endpoint whose behaviour changes. */
import type { Milliseconds } from "../../src/process/time/duration.ts";

/** What is asked of every endpoint. */
export interface Asked {
  /** What the report calls it: a kind, or an option that judges. */
  readonly what: string;
  readonly name: string;
  /** The options beside those of its kind, such as `&optional`. */
  readonly options: string;
  /** How long a success stands in for a check. */
  readonly everyMs: Milliseconds;
}

/** An endpoint that records when it was in which mode. Only in the mode `good` is it ok. */
export abstract class TorturedEndpoint implements AsyncDisposable {
  readonly asked: Asked;
  #history: { readonly good: boolean | undefined; readonly since: number }[] = [
    { good: true, since: 0 },
  ];
  #mode = "good";

  constructor(asked: Partial<Asked> = {}) {
    this.asked = { what: "http", name: "endpoint", options: "", everyMs: 0, ...asked };
  }

  /** The modes that a check finds out at once. */
  abstract readonly failing: readonly string[];
  /** The modes that take a timeout, or more than one check. */
  abstract readonly slow: readonly string[];
  /** The ENDPOINT argument, without a name. */
  abstract readonly url: string;
  abstract [Symbol.asyncDispose](): Promise<void>;

  /** Whether its mode should stay, as it has not shown yet. */
  get keepsMode(): boolean {
    return false;
  }

  /** Takes why a check failed, as an answer says. */
  onFailure(_reason: string): void {}

  get argument(): string {
    const { name, options } = this.asked;
    return `${this.url}${this.url.endsWith("#") ? "" : "&"}name=${name}${options}`;
  }

  get mode(): string {
    return this.#mode;
  }

  /** Changes the mode for the checks to come. */
  set mode(mode: string) {
    this.#mode = mode;
    this.note(mode === "good");
  }

  /** Notes what a check finds from now on; `undefined` if it may find either. */
  protected note(good: boolean | undefined): void {
    this.#history = [...this.#history.slice(-31), { good, since: performance.now() }];
  }

  /** What a check that began at some time since then must have found; `undefined` if either. */
  goodSince(timeMs: Milliseconds): boolean | undefined {
    const good = this.#stateSince(timeMs);
    return good === false && this.asked.everyMs > 0
      ? this.#stateSince(timeMs - this.asked.everyMs)
      : good;
  }

  #stateSince(timeMs: Milliseconds): boolean | undefined {
    const first = this.#history.findLastIndex(({ since }) => since <= timeMs);
    // Before what is remembered, it may have been anything.
    if (first < 0) return undefined;
    const states = new Set(this.#history.slice(first).map(({ good }) => good));
    const [state] = states;
    return states.size === 1 ? state : undefined;
  }
}
