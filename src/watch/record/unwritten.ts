/** @module What the history does not hold yet. */
import type { RecordedOutage } from "../history/history_file.ts";
import { JoinedKeys, keyOf } from "../joined_keys.ts";
import type { Joined, Outage } from "../outage.ts";

/** The outages that are kept while the history cannot be written, besides those that it knows. */
const MAX_OUTAGES = 1000;

/**
 * The outages that the history does not hold yet, or not with their last change. Beyond a limit, the
 * oldest that the history would never miss is dropped: one that has ended, and that the file does not
 * hold as ongoing. So the number of the others is at most twice that of the endpoints.
 */
export class Unwritten {
  readonly #outages = new Map<string, RecordedOutage>();
  /** The ongoing outages, by key. */
  readonly #ongoing = new Map<string, RecordedOutage>();
  /** The keys of the outages that the file holds as ongoing. */
  #held = new Set<string>();
  readonly #keys = new JoinedKeys();
  /** The number of outages that were dropped. */
  dropped = 0;

  /** The outages, in the order in which they were first put. */
  get outages(): RecordedOutage[] {
    return [...this.#outages.values()];
  }

  /** Puts an outage that has changed. If it has not, nothing happens. */
  put(outage: Outage): void {
    const key = keyOf(outage);
    const known = this.#ongoing.get(key);
    if (known !== undefined && outage.end === null && isSame(known, outage)) return;
    this.#set(key, { ...outage, notified: known?.notified ?? false });
  }

  /** Puts an outage that was two, and forgets the later of them. The file then does so too. */
  join(joined: Joined): void {
    const { outage, later } = joined;
    this.#keys.join(joined);
    const notified = [outage, later].some((it) => this.#ongoing.get(keyOf(it))?.notified);
    for (const map of [this.#ongoing, this.#outages]) map.delete(keyOf(later));
    this.#set(keyOf(outage), { ...outage, notified });
  }

  /** Marks an outage as notified. For one that has ended it makes no difference any more. */
  markNotified(outage: Outage): void {
    const key = this.#keys.of(outage);
    const known = this.#ongoing.get(key);
    if (known !== undefined) this.#set(key, { ...known, notified: true });
  }

  /** Removes outages that were written, unless they have changed again meanwhile. */
  written(outages: readonly RecordedOutage[]): void {
    for (const outage of outages) {
      const key = keyOf(outage);
      if (outage.end === null) this.#held.add(key);
      else this.#held.delete(key);
      if (this.#outages.get(key) === outage) this.#outages.delete(key);
    }
  }

  /**
   * Takes the ongoing outages of a file that was opened, and puts those that it lacks.
   *
   * @returns The outages of the file that were not known.
   */
  opened(held: readonly RecordedOutage[]): RecordedOutage[] {
    this.#held = new Set(held.map(keyOf));
    for (const [key, outage] of this.#ongoing) this.#outages.set(key, outage);
    const foreign = held.filter((outage) => {
      const key = keyOf(outage);
      return !this.#ongoing.has(key) && !this.#outages.has(key);
    });
    for (const outage of foreign) this.#ongoing.set(keyOf(outage), outage);
    return foreign;
  }

  #set(key: string, outage: RecordedOutage): void {
    if (outage.end === null) this.#ongoing.set(key, outage);
    else this.#ongoing.delete(key);
    this.#outages.set(key, outage);
    if (this.#outages.size <= MAX_OUTAGES) return;
    for (const [key, { end }] of this.#outages) {
      if (end === null || this.#held.has(key)) continue;
      this.#outages.delete(key);
      this.dropped++;
      return;
    }
  }
}

/** Returns whether two states of an ongoing outage are the same. */
function isSame(a: Outage, b: Outage): boolean {
  return a.lastFailure === b.lastFailure && a.lastReason === b.lastReason &&
    a.parts?.length === b.parts?.length;
}
