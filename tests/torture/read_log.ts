/** @module Reading the sidecar's log, or leaving it unread. */

/** The last logged state of each endpoint. */
export class ReadLog {
  /** By name, whether the endpoint is ok; without those whose last change may have been dropped. */
  readonly states: Map<string, boolean> = new Map();
  /** Resolves at the end of the log. */
  readonly ended: Promise<void>;
  #stalled: PromiseWithResolvers<void> | undefined;
  readonly #onFailure: (name: string, reason: string) => void;

  /**
   * Starts reading.
   *
   * @param onFailure Takes the failure of each check, also of one that no client waited for.
   */
  constructor(lines: AsyncIterable<string>, onFailure: (name: string, reason: string) => void) {
    this.#onFailure = onFailure;
    this.ended = this.#read(lines);
  }

  /** Stops reading, so that the pipe fills, until the result is disposed of. */
  stall(): Disposable {
    const stalled = Promise.withResolvers<void>();
    this.#stalled = stalled;
    return { [Symbol.dispose]: () => stalled.resolve() };
  }

  async #read(lines: AsyncIterable<string>): Promise<void> {
    for await (const line of lines) {
      if (/ log lines dropped lines=/.test(line)) this.states.clear();
      const [, state, name = ""] = / endpoint (ok|failing) endpoint=(\S+)/.exec(line) ?? [];
      if (state !== undefined) this.states.set(name, state === "ok");
      const [, checked = "", reason] =
        / check endpoint=(\S+) ok=false .*reason="?([^"]+)/.exec(line) ?? [];
      if (reason !== undefined) this.#onFailure(checked, reason);
      await this.#stalled?.promise;
    }
  }
}
