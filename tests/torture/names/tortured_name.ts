import type { Milliseconds } from "../../../src/process/time/duration.ts";
import { type Asked, TorturedEndpoint } from "../endpoint.ts";
import { MUTE, PARTLY_RIGHT, RIGHT, type Saying, WRONG } from "./lies.ts";

/**
 * Checks share a look-up. After a change, one may join a look-up that has the answers from before, and
 * waits up to 500 ms for those of IPv6.
 */
const SHARED: Milliseconds = 1000;
/** After a silence, one may join a look-up whose next query comes up to 5 s later. */
const RESENT: Milliseconds = 6000;
/** How long the answers to checks stay in a mode that has shown, unless all must change. */
const SHOWN: Milliseconds = 3000;

/** An endpoint that is well, at a name of which the name server says what the mode asks. */
export class TorturedName extends TorturedEndpoint {
  override readonly good: readonly string[];
  readonly failing: readonly string[];
  readonly slow: readonly string[];
  readonly url: string;
  readonly host: string;
  #settledMs: Milliseconds = 0;
  /** When the name server was last silent. */
  #muteMs: Milliseconds = -Infinity;

  /**
   * @param host The name.
   * @param well The URL of a server at 127.0.0.1 that is well.
   * @param lies How the name server may lie. If it can be silent to a query, it gives an address of IPv4 in
   * all other modes: without one, a query for IPv6 and `getaddrinfo` follow. While checks wait for one of
   * these, others share it, and nobody asks anew.
   */
  constructor(host: string, well: string, lies: "wrong" | "mute", asked?: Partial<Asked>) {
    super(asked);
    this.host = host;
    this.url = well.replace("127.0.0.1", host);
    this.good = Object.keys(lies === "wrong" ? RIGHT : { ...RIGHT, ...PARTLY_RIGHT });
    this.failing = lies === "wrong"
      ? Object.keys(WRONG)
      : ["a dead address", "many dead addresses"];
    this.slow = lies === "wrong" ? [] : Object.keys(MUTE);
  }

  override get keepsMode(): boolean {
    return performance.now() < this.#settledMs + SHOWN;
  }

  override get mode(): string {
    return super.mode;
  }

  override set mode(mode: string) {
    const left = super.mode;
    super.mode = mode;
    const nowMs = performance.now();
    if (left in MUTE) this.#muteMs = nowMs;
    if (this.isGood(left) === this.isGood(mode)) return;
    this.#settledMs = Math.max(nowMs + SHARED, this.#muteMs + RESENT);
  }

  override goodSince(timeMs: Milliseconds): boolean | undefined {
    return timeMs < this.#settledMs ? undefined : super.goodSince(timeMs);
  }

  /** What the name server says now. */
  get saying(): Saying | undefined {
    return RIGHT[this.mode] ?? PARTLY_RIGHT[this.mode] ?? WRONG[this.mode] ?? MUTE[this.mode];
  }

  [Symbol.asyncDispose](): Promise<void> {
    return Promise.resolve();
  }
}
