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

/** What a check finds; `undefined` if it may find either. */
interface Finding {
  readonly good: boolean | undefined;
  /** Whether a success has a warning. */
  readonly warns: boolean | undefined;
}

/** An endpoint that records when it was in which mode. Only in its good modes is it ok. */
export abstract class TorturedEndpoint implements AsyncDisposable {
  readonly asked: Asked;
  #history: (Finding & { readonly since: Milliseconds })[] = [
    { good: true, warns: false, since: 0 },
  ];
  #mode = "good";

  constructor(asked: Partial<Asked> = {}) {
    this.asked = { what: "http", name: "endpoint", options: "", everyMs: 0, ...asked };
  }

  /** The modes in which it is ok, `good` first. */
  readonly good: readonly string[] = ["good"];
  /** The modes that a check finds out at once. */
  abstract readonly failing: readonly string[];
  /** The modes that take a timeout, or more than one check. */
  abstract readonly slow: readonly string[];
  /** The modes with bodies as large as a check reads. */
  readonly large: readonly string[] = [];
  /** The ENDPOINT argument, without a name. */
  abstract readonly url: string;
  abstract [Symbol.asyncDispose](): Promise<void>;

  /** Whether its mode should stay, as it has not shown yet. */
  get keepsMode(): boolean {
    return false;
  }

  /** Takes why a check failed, as an answer or the log says. */
  onFailure(_reason: string): void {}

  /**
   * Takes how far the wall clock of the sidecar is ahead of this one's; `undefined` while it may step.
   */
  onClock(_aheadMs: Milliseconds | undefined): void {}

  get isOptional(): boolean {
    return this.asked.options.includes("&optional");
  }

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
    this.note(this.isGood(mode));
  }

  protected isGood(mode: string): boolean {
    return this.good.includes(mode);
  }

  /** Notes what a check finds from now on. */
  protected note(good: boolean | undefined, warns: boolean | undefined = false): void {
    this.#history = [...this.#history.slice(-31), { good, warns, since: performance.now() }];
  }

  /** What a check that began at some time since then must have found; `undefined` if either. */
  goodSince(timeMs: Milliseconds): boolean | undefined {
    const good = this.#onlySince(timeMs, "good");
    return good === false && this.asked.everyMs > 0
      ? this.#onlySince(timeMs - this.asked.everyMs, "good")
      : good;
  }

  /** Whether a success since then must have had a warning; `undefined` if either. */
  warnsSince(timeMs: Milliseconds): boolean | undefined {
    return this.#onlySince(timeMs, "warns");
  }

  #onlySince(timeMs: Milliseconds, what: keyof Finding): boolean | undefined {
    const first = this.#history.findLastIndex(({ since }) => since <= timeMs);
    // Before what is remembered, it may have been anything.
    if (first < 0) return undefined;
    const found = new Set(this.#history.slice(first).map((finding) => finding[what]));
    const [only] = found;
    return found.size === 1 ? only : undefined;
  }
}
