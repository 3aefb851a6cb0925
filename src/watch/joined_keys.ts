/** @module What tells outages apart, also those that were joined. */
import type { Joined, Outage } from "./outage.ts";

/** Returns what tells an outage from all others. */
export function keyOf({ endpoint, begin }: Outage): string {
  return `${begin.getTime()} ${endpoint}`;
}

/** The keys of outages, of which those that were joined have one: their notices may be sent later. */
export class JoinedKeys {
  readonly #joined = new Map<string, string>();

  /** Gives the later of two outages the key of the other. */
  join({ outage, later }: Joined): void {
    const [from, to] = [keyOf(later), keyOf(outage)];
    for (const [key, joined] of this.#joined) if (joined === from) this.#joined.set(key, to);
    this.#joined.delete(to);
    this.#joined.set(from, to);
  }

  /** Returns the key of an outage, or of the one that it was joined with. */
  of(outage: Outage): string {
    const key = keyOf(outage);
    return this.#joined.get(key) ?? key;
  }
}
