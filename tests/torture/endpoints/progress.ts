import type { Milliseconds } from "../../../src/process/time/duration.ts";
import type { Asked } from "../endpoint.ts";
import { TorturedServer } from "./server.ts";
import { http } from "./speeches.ts";

/** The option `stall`. It is longer than a freeze, which counts as time without progress. */
const STALL_MS = 2000;
/** How late a page may come to the sidecar, which can be frozen. */
const LATE_MS = 2000;
/** With a freeze of 1.5 s, a longer gap between two pages exceeds `stall`: the sidecar counts anew. */
const GAP_MS = 500;
/** How long it stays stuck, unless all must change: for some answers, also after it must have been seen. */
const STUCK_MS = STALL_MS + LATE_MS + 1500;

/** A page whose counters rise, or one of which does not, with work or without. */
export class TorturedProgress extends TorturedServer {
  override readonly slow: readonly string[] = ["hang", "drip", "cut", ...Array(9).fill("stuck")];
  #stuckMs: number | undefined;
  #keptUntilMs = 0;
  #pageMs = 0;

  /** @param isEach Whether the page has two engines, of which one gets stuck. */
  constructor(isEach: boolean, asked?: Partial<Asked>) {
    let [first, last] = [0, 0];
    const page = (mode: string, busy: number): string => {
      if (mode !== "stuck") last += Number(busy > 0);
      else if (this.mode === "stuck") this.#served();
      const lines = isEach
        ? [`done{engine="0"} ${first++}`, `done{engine="1"} ${last}`, 'busy{engine="0"} 1']
          .concat(`busy{engine="1"} ${busy}`)
        : [`done ${last}`, `busy ${busy}`];
      return `${lines.join("\n")}\n`;
    };
    const options = `progress=done&busy=busy&stall=${STALL_MS / 1000}s`;
    super({
      url: (address) => `http://${address}/#${options}${isEach ? "&each=engine" : ""}`,
      good: ["idle"],
      answers: {
        good: (mode) => http(page(mode, 2)),
        idle: (mode) => http(page(mode, 0)),
        unavailable: () => http("", "503 X"),
        dropped: () => http("other 1\n"),
      },
    }, asked);
  }

  override get mode(): string {
    return super.mode;
  }

  override set mode(mode: string) {
    // An answer by the last page may be under way, which was the first after a freeze.
    if (this.#isAfterGap()) this.note(undefined);
    super.mode = mode;
    this.#stuckMs = undefined;
    if (mode !== "stuck") return;
    this.note(undefined);
    this.#keptUntilMs = performance.now() + STUCK_MS;
  }

  override get keepsMode(): boolean {
    return this.mode === "stuck" && performance.now() < this.#keptUntilMs;
  }

  /** The last page may have waited for a sidecar that was frozen, and be the first of a new clock. */
  override goodSince(timeMs: Milliseconds): boolean | undefined {
    return this.#isAfterGap() ? undefined : super.goodSince(timeMs);
  }

  /** A check from before that ends only now, such as one without an answer, starts the clock anew too. */
  protected override onEnd(mode: string): void {
    if (this.mode !== "stuck" || mode === "stuck") return;
    this.#stuckMs = undefined;
    this.note(undefined);
  }

  /** A page that was not read, such as by a busy machine, starts the clock of the sidecar anew. */
  override onFailure(reason: string): void {
    if (this.mode !== "stuck" || reason.startsWith("no progress")) return;
    this.#stuckMs = undefined;
    this.note(undefined);
  }

  #isAfterGap(): boolean {
    return this.mode === "stuck" && performance.now() - this.#pageMs > GAP_MS;
  }

  /** From some time after the first page on, the sidecar must have seen that it is stuck. */
  #served(): void {
    const nowMs = performance.now();
    if (nowMs - this.#pageMs > GAP_MS) {
      this.#stuckMs = nowMs;
      this.note(undefined);
    }
    this.#pageMs = nowMs;
    this.#stuckMs ??= nowMs;
    if (this.#stuckMs !== Infinity && nowMs - this.#stuckMs > STALL_MS + LATE_MS) {
      this.#stuckMs = Infinity;
      this.note(false);
    }
  }
}
