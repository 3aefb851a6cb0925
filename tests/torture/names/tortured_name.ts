import type { Milliseconds } from "../../../src/process/time/duration.ts";
import { type Asked, TorturedEndpoint } from "../endpoint.ts";
import { MUTE, RIGHT, type Saying, WRONG } from "./lies.ts";

/**
 * Checks share a look-up. After a change, one may join a look-up that has the answers from before, and
 * waits up to 500 ms for those of IPv6.
 */
const SHARED: Milliseconds = 1000;
/** After a silence, one may join a look-up whose next query comes up to 5 s later. */
const RESENT: Milliseconds = 6000;
/** How long the answers to checks stay in a mode that has shown, unless all must change. */
const SHOWN: Milliseconds = 3000;

/** Whether the name server says nothing that counts in a mode. */
const isMute = (mode: string): boolean => mode in MUTE;

/** An endpoint that is well, at a name of which the name server says what the mode asks. */
export class TorturedName extends TorturedEndpoint {
  override readonly good: readonly string[] = Object.keys(RIGHT);
  readonly failing: readonly string[];
  readonly slow: readonly string[];
  readonly url: string;
  readonly host: string;
  #settledMs: Milliseconds = 0;

  /**
   * @param host The name.
   * @param well The URL of a server at 127.0.0.1 that is well.
   * @param lies How the name server may lie. If it lies by silence, it gives an address in all other
   * modes: without one, `getaddrinfo` asks it again, and cannot be aborted while it is silent.
   */
  constructor(host: string, well: string, lies: "wrong" | "mute", asked?: Partial<Asked>) {
    super(asked);
    this.host = host;
    this.url = well.replace("127.0.0.1", host);
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
    if (this.good.includes(left) === this.good.includes(mode)) return;
    this.#settledMs = performance.now() + (isMute(left) ? RESENT : SHARED);
  }

  override goodSince(timeMs: Milliseconds): boolean | undefined {
    return timeMs < this.#settledMs ? undefined : super.goodSince(timeMs);
  }

  /** What the name server says now. */
  get saying(): Saying | undefined {
    return RIGHT[this.mode] ?? WRONG[this.mode] ?? MUTE[this.mode];
  }

  [Symbol.asyncDispose](): Promise<void> {
    return Promise.resolve();
  }
}
