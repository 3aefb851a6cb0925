import type { Milliseconds } from "../../../src/process/time/duration.ts";
import type { Asked } from "../endpoint.ts";
import { selfSigned } from "./certificate.ts";
import { TorturedServer } from "./server.ts";
import { httpOver, IN_CHUNKS } from "./speeches.ts";

const HOUR: Milliseconds = 3_600_000;
/** The option `expires`. */
const DAYS = 30;
const EXPIRES: Milliseconds = DAYS * 24 * HOUR;
/**
 * How long after the start each certificate expires. With that of `good`, only a clock that is a day ahead
 * makes a warning.
 */
const LEFT: Readonly<Record<string, Milliseconds>> = {
  good: EXPIRES + 12 * HOUR,
  "near its end": EXPIRES - 12 * HOUR,
  expired: -12 * HOUR,
};

/** A server over TLS whose certificate is replaced by ones that are near their end, or expired. */
export class TorturedExpiry extends TorturedServer {
  #aheadMs: Milliseconds | undefined = 0;

  constructor(asked?: Partial<Asked>) {
    const certificates = Object.fromEntries(
      Object.entries(LEFT).map(([mode, left]) => [
        mode,
        selfSigned(mode, new Date(Date.now() + left)),
      ]),
    );
    super({
      ...httpOver("https", `&insecure&expires=${DAYS}d`),
      tls: { alpn: "http/1.1", certificates },
      good: [...Object.keys(LEFT), IN_CHUNKS],
    }, asked);
  }

  override get mode(): string {
    return super.mode;
  }

  override set mode(mode: string) {
    super.mode = mode;
    const left = LEFT[mode] ?? LEFT["good"] ?? 0;
    const warns = this.#aheadMs === undefined ? undefined : left - this.#aheadMs < EXPIRES;
    this.note(this.good.includes(mode), warns);
  }

  override onClock(aheadMs: Milliseconds | undefined): void {
    this.#aheadMs = aheadMs;
    this.mode = super.mode;
  }
}
