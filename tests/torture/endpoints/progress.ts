import type { Asked } from "../endpoint.ts";
import { TorturedServer } from "./server.ts";
import { http } from "./speeches.ts";

/** The option `stall`. It is longer than a freeze, which counts as time without progress. */
const STALL_MS = 2000;
/** How late a page may come to the sidecar, which can be frozen. */
const LATE_MS = 2000;

/** A page whose counters rise, or one of which does not. */
export class TorturedProgress extends TorturedServer {
  override readonly slow: readonly string[] = ["hang", "drip", "cut", "stuck", "stuck", "stuck"];
  #stuckMs: number | undefined;

  /** @param isEach Whether the page has two engines, of which one gets stuck. */
  constructor(isEach: boolean, asked?: Partial<Asked>) {
    let [first, last] = [0, 0];
    const page = (): string => {
      if (this.mode === "stuck") this.#served();
      else last++;
      const lines = isEach
        ? [`done{engine="0"} ${first++}`, `done{engine="1"} ${last}`, 'busy{engine="0"} 1']
          .concat('busy{engine="1"} 2')
        : [`done ${last}`, "busy 1"];
      return `${lines.join("\n")}\n`;
    };
    const options = `progress=done&busy=busy&stall=${STALL_MS / 1000}s`;
    super({
      url: (address) => `http://${address}/#${options}${isEach ? "&each=engine" : ""}`,
      answers: {
        good: () => http(page()),
        unavailable: () => http("", "503 X"),
        dropped: () => http("other 1\n"),
      },
    }, asked);
  }

  override get mode(): string {
    return super.mode;
  }

  override set mode(mode: string) {
    super.mode = mode;
    this.#stuckMs = undefined;
    if (mode === "stuck") this.note(undefined);
  }

  /** From some time after the first page on, the sidecar must have seen that it is stuck. */
  #served(): void {
    const nowMs = performance.now();
    this.#stuckMs ??= nowMs;
    if (this.#stuckMs !== Infinity && nowMs - this.#stuckMs > STALL_MS + LATE_MS) {
      this.#stuckMs = Infinity;
      this.note(false);
    }
  }
}
