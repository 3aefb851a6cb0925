/** @module The outages that Alertmanager must hear of: those that are ongoing, and those that ended. */
import type { Milliseconds, Seconds } from "../../process/time/duration.ts";
import type { Changes, Joined, Outage } from "../outage.ts";

/** An ongoing outage. */
interface Firing {
  outage: Outage;
  isSent: boolean;
  /** When it was last taken to be sent, by the monotonic clock. */
  takenMs: Milliseconds;
}

/** An outage that was resolved, and not sent since. */
interface Resolved {
  readonly outage: Outage;
  /** When Alertmanager has resolved it by itself. */
  readonly expiresMs: Milliseconds;
}

/** What is true at a time, to be sent. */
export interface Snapshot {
  /** Of two with the same labels, the last one counts. */
  readonly outages: readonly Outage[];
  /** Notes that it was accepted. Returns the number of outages that were not sent before. */
  readonly accept: () => number;
}

/** Holds the outages that are ongoing, and those resolved since the last message was accepted. */
export class AlertState {
  readonly #validityMs: Milliseconds;
  /** The ongoing outages by endpoint. */
  readonly #firing = new Map<string, Firing>();
  /** The outages to resolve, by what tells their alerts apart: the last one of each. */
  readonly #resolved = new Map<string, Resolved>();
  /** The number of changes that were never sent. */
  dropped = 0;

  /** @param validity How long Alertmanager takes an alert for ongoing. */
  constructor(validity: Seconds) {
    this.#validityMs = validity * 1000;
  }

  /** The number of changes that wait to be sent. */
  get waiting(): number {
    const firing = [...this.#firing.values()].filter(({ isSent }) => !isSent);
    return firing.length + this.#resolved.size;
  }

  /** Takes what became of the outages of an earlier watch. Returns whether one of them ended. */
  adopt(resolved: readonly Outage[], joined: readonly Joined[]): boolean {
    // An alert with the same labels goes on, with another begin.
    const others = joined.filter(({ outage, later }) => outage.firstFailure !== later.firstFailure)
      .map(({ later }) => ({ ...later, end: new Date() }));
    const ended = [...resolved, ...others];
    for (const outage of ended) this.#resolve(outage, performance.now());
    // It may end in the next round, with its earlier begin.
    for (const { outage, later } of joined) {
      const known = this.#firing.get(later.endpoint);
      if (known !== undefined && isSame(known.outage, later)) known.outage = outage;
    }
    return ended.length > 0;
  }

  /** Takes the outages of a round. Returns whether one of them opened or ended. */
  observe({ opened, ongoing, resolved }: Changes, nowMs: Milliseconds): boolean {
    this.#expire(nowMs);
    for (const outage of resolved) this.#resolve(outage, nowMs);
    const isNew = [...opened, ...ongoing].map((outage) => this.#fire(outage));
    return resolved.length > 0 || isNew.includes(true);
  }

  /** Returns what is true now, to be sent. */
  take(): Snapshot {
    const resolved = [...this.#resolved];
    const firing = [...this.#firing.values()];
    for (const alert of firing) alert.takenMs = performance.now();
    const accept = (): number => {
      for (const [key, value] of resolved) {
        if (this.#resolved.get(key) === value) this.#resolved.delete(key);
      }
      const unsent = firing.filter(({ isSent }) => !isSent);
      for (const alert of unsent) alert.isSent = true;
      return resolved.length + unsent.length;
    };
    // An outage that was resolved may have the labels of one that is ongoing.
    const outages = [...resolved.map(([, { outage }]) => outage), ...firing.map((f) => f.outage)];
    return { outages, accept };
  }

  /** Returns whether the outage was not known. */
  #fire(outage: Outage): boolean {
    const known = this.#firing.get(outage.endpoint);
    if (known !== undefined && isSame(known.outage, outage)) {
      known.outage = outage;
      return false;
    }
    this.#firing.set(outage.endpoint, { outage, isSent: false, takenMs: -Infinity });
    return true;
  }

  #resolve(outage: Outage, nowMs: Milliseconds): void {
    const known = this.#firing.get(outage.endpoint);
    // A round that began before a freeze is older than what was sent after it.
    const heardMs = Math.max(nowMs, known?.takenMs ?? -Infinity);
    if (isSame(known?.outage, outage)) {
      if (known?.isSent === false) this.dropped++;
      this.#firing.delete(outage.endpoint);
    }
    const key = `${outage.firstFailure} ${outage.endpoint}`;
    if (this.#resolved.has(key)) this.dropped++;
    this.#resolved.set(key, { outage, expiresMs: heardMs + this.#validityMs });
  }

  #expire(nowMs: Milliseconds): void {
    for (const [key, { expiresMs }] of this.#resolved) {
      if (expiresMs > nowMs) continue;
      this.#resolved.delete(key);
      this.dropped++;
    }
  }
}

/** Returns whether two outages of an endpoint are the same, maybe with another end or reason. */
function isSame(a: Outage | undefined, b: Outage): boolean {
  return a?.begin.getTime() === b.begin.getTime();
}
