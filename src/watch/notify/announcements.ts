/** @module What a receiver may know of each outage, and when to tell it again. */
import type { Instant } from "../../process/time/clock.ts";
import type { Milliseconds } from "../../process/time/duration.ts";
import type { RecordedOutage } from "../history/history_file.ts";
import { JoinedKeys, keyOf } from "../joined_keys.ts";
import type { Joined, Outage } from "../outage.ts";
import { AnnounceAgain } from "./announce_again.ts";

/** What a message is for: that outages are ongoing, that they still are, or that they are over. */
export type Purpose = "announcement" | "reminder" | "end";

/** A message that was not accepted. */
export interface Miss {
  /** Whether it may have arrived all the same. */
  readonly mayHaveArrived: boolean;
  /** When it was queued, by the monotonic clock. */
  readonly queuedMs: Milliseconds;
}

/** An end that is older tells nobody anything. */
const MAX_END_AGE_MS: Milliseconds = 3_600_000;

/**
 * Keeps which outages were announced, so that none is forgotten, and no end is told of an outage that nobody
 * knows. A message whose answer was lost may have arrived.
 */
export class Announcements {
  /** When the last message about each announced outage was queued, by its key. */
  readonly #announcedMs = new Map<string, Milliseconds | undefined>();
  /** The keys of the outages of an earlier watch that were never announced. */
  readonly #unannounced = new Set<string>();
  /** When to repeat the messages that failed, or found no place in the queue. */
  readonly #again = new AnnounceAgain();
  /** The number of messages about each outage that may arrive, or may have arrived. */
  readonly #hopes = new Map<string, number>();
  /** The outages whose end was not accepted. */
  readonly #untoldEnds = new Set<Outage>();
  readonly #keys = new JoinedKeys();

  /** Takes the ongoing outages of an earlier watch. */
  adopt(open: readonly RecordedOutage[]): void {
    for (const outage of open) {
      const key = this.#keys.of(outage);
      if (outage.notified) {
        this.#announcedMs.set(key, undefined);
        this.#hope(key, 1);
      } else this.#unannounced.add(key);
    }
  }

  /** Takes an outage that was announced as the later of two, or not at all. */
  join(joined: Joined): void {
    const { outage, later } = joined;
    const [from, to] = [keyOf(later), keyOf(outage)];
    if (this.#announcedMs.has(from)) {
      this.#announcedMs.set(to, this.#announcedMs.get(from) ?? this.#announcedMs.get(to));
    }
    this.#hopes.set(to, (this.#hopes.get(to) ?? 0) + (this.#hopes.get(from) ?? 0));
    for (const kept of [this.#announcedMs, this.#hopes, this.#unannounced]) kept.delete(from);
    this.#again.end(from);
    if (this.#announcedMs.has(to)) this.#unannounced.delete(to);
    else this.#unannounced.add(to);
    this.#keys.join(joined);
  }

  /** Returns the outages of an earlier watch that were never announced, each once. */
  takeUnannounced(ongoing: readonly Outage[]): Outage[] {
    return ongoing.filter((outage) => this.#unannounced.delete(this.#keys.of(outage)));
  }

  /** Returns the outages whose announcement has failed and is due again. */
  due(ongoing: readonly Outage[], nowMs: Milliseconds): Outage[] {
    return ongoing.filter((outage) => this.#again.isDue(this.#keys.of(outage), nowMs));
  }

  /** Returns the outages whose end has to be told again. */
  dueEnds({ date, ms }: Instant): Outage[] {
    for (const outage of this.#untoldEnds) {
      if (date.getTime() - (outage.end?.getTime() ?? 0) > MAX_END_AGE_MS) this.#forget(outage);
    }
    return this.due([...this.#untoldEnds], ms);
  }

  /** Reports whether the last message about an announced outage is older than this. */
  isOlder(outage: Outage, age: Milliseconds, nowMs: Milliseconds): boolean {
    const key = this.#keys.of(outage);
    if (!this.#announcedMs.has(key)) return false;
    const lastMs = this.#announcedMs.get(key);
    // Another process sent the message: count from here.
    if (lastMs === undefined) this.#announcedMs.set(key, nowMs);
    return lastMs !== undefined && nowMs - lastMs >= age;
  }

  /** Takes outages that are over. Returns those that were announced. */
  resolve(outages: readonly Outage[]): Outage[] {
    for (const outage of outages) {
      this.#unannounced.delete(this.#keys.of(outage));
      this.#again.end(this.#keys.of(outage));
    }
    return outages.filter((outage) => this.#announcedMs.delete(this.#keys.of(outage)));
  }

  /** Takes outages of which a message was put into the queue. */
  onQueued(purpose: Purpose, outages: readonly Outage[], nowMs: Milliseconds): void {
    for (const key of outages.map((outage) => this.#keys.of(outage))) {
      this.#again.start(key);
      if (purpose !== "end") this.#announcedMs.set(key, nowMs);
      if (purpose === "announcement") this.#hope(key, 1);
    }
  }

  /** Takes outages for whose message there was no place in the queue. */
  onFull(purpose: Purpose, outages: readonly Outage[], nowMs: Milliseconds): void {
    if (purpose === "end") return this.#missEnds(outages, nowMs);
    if (purpose === "reminder") return;
    for (const outage of outages) this.#again.fail(this.#keys.of(outage), nowMs);
  }

  /** Takes outages whose message was accepted. */
  onSent(purpose: Purpose, outages: readonly Outage[]): void {
    for (const outage of outages) {
      if (purpose === "end") this.#forget(outage);
      else this.#again.end(this.#keys.of(outage));
    }
  }

  /** Takes outages whose message was not accepted. */
  onMissed(
    purpose: Purpose,
    outages: readonly Outage[],
    { mayHaveArrived, queuedMs }: Miss,
  ): void {
    if (purpose === "end") return this.#missEnds(outages, queuedMs);
    if (purpose === "reminder") return;
    for (const key of outages.map((outage) => this.#keys.of(outage))) {
      if (!mayHaveArrived) this.#hope(key, -1);
      // It may be over by now.
      if (!this.#announcedMs.has(key)) continue;
      this.#again.fail(key, queuedMs);
      if (this.#hopes.get(key) === 0) this.#announcedMs.delete(key);
    }
  }

  /**
   * Reports whether a message about the outage has arrived, or may have. If not, nobody waits for its end,
   * and it is forgotten.
   */
  mayBeKnown(outage: Outage): boolean {
    if ((this.#hopes.get(this.#keys.of(outage)) ?? 0) > 0) return true;
    this.#forget(outage);
    return false;
  }

  #missEnds(outages: readonly Outage[], queuedMs: Milliseconds): void {
    for (const outage of outages) {
      if (!this.#hopes.has(this.#keys.of(outage))) continue;
      this.#untoldEnds.add(outage);
      this.#again.fail(this.#keys.of(outage), queuedMs);
    }
  }

  #forget(outage: Outage): void {
    this.#untoldEnds.delete(outage);
    this.#again.end(this.#keys.of(outage));
    this.#hopes.delete(this.#keys.of(outage));
  }

  #hope(key: string, change: 1 | -1): void {
    this.#hopes.set(key, Math.max(0, (this.#hopes.get(key) ?? 0) + change));
  }
}
